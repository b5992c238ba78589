// SPDX-License-Identifier: Apache-2.0

/// What the loader has to say about one plugin: why it was refused, or how it misbehaved.
package struct PluginDiagnostic: Hashable, Sendable {
    /// How much it matters.
    package enum Severity: String, Hashable, Sendable {
        /// The plugin, or a part of it, is not available.
        case error
        /// The plugin works; something about it is off.
        case warning
    }

    /// What kind of fault it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The fault's stable name.
        package let description: String

        /// Names a kind of fault.
        ///
        /// - Parameter description: a stable name in snake_case.
        package init(_ description: String) { self.description = description }
    }

    /// How much it matters.
    package let severity: Severity
    /// What kind of fault it is.
    package let code: Code
    /// The plugin's id, or its folder's name while the id is not known.
    package let plugin: String
    /// The file or folder concerned.
    package let path: String
    /// One sentence for people.
    package let summary: String
    /// Why, and what to do; may be empty.
    package let detail: String

    /// Describes a fault.
    ///
    /// - Parameters:
    ///   - severity: how much it matters.
    ///   - code: its kind.
    ///   - plugin: the plugin's id.
    ///   - path: file or folder concerned.
    ///   - summary: one sentence.
    ///   - detail: why, and what to do.
    package init(
        _ severity: Severity,
        _ code: Code,
        plugin: String,
        path: String,
        summary: String,
        detail: String = ""
    ) {
        self.severity = severity
        self.code = code
        self.plugin = plugin
        self.path = path
        self.summary = summary
        self.detail = detail
    }
}

// MARK: - Before the library is opened

extension PluginDiagnostic.Code {
    /// plugin.json is missing or cannot be read.
    package static let manifestUnreadable = Self("manifest_unreadable")
    /// plugin.json is not what it has to be.
    package static let manifestInvalid = Self("manifest_invalid")
    /// The library named by plugin.json does not exist.
    package static let libraryMissing = Self("library_missing")
    /// The library lies outside the plugin's folder.
    package static let libraryOutsideFolder = Self("library_outside_folder")
    /// The library exists but cannot be read.
    package static let libraryUnreadable = Self("library_unreadable")
    /// The file is no 64-bit ELF library of this machine.
    package static let notALibrary = Self("not_a_library")
    /// The ELF file ends early or contradicts itself.
    package static let libraryDamaged = Self("library_damaged")
    /// The library has no `.note.tagwarden`.
    package static let noteMissing = Self("note_missing")
    /// The note is not of the form that note.h gives.
    package static let noteInvalid = Self("note_invalid")
    /// Another major version of the ABI.
    package static let abiMajorUnsupported = Self("abi_major_unsupported")
    /// plugin.json and the note tell different ABI versions.
    package static let abiMismatch = Self("abi_mismatch")
    /// An earlier folder of the search path has a plugin of that id.
    package static let shadowed = Self("shadowed")
    /// The folder or library can be written by every user of the machine.
    package static let writableByOthers = Self("writable_by_others")
    /// The host ended while this plugin was being loaded.
    package static let crashedLastTime = Self("crashed_last_time")
}

// MARK: - Loading

extension PluginDiagnostic.Code {
    /// The dynamic linker refused the library (an unresolved symbol, a missing library).
    package static let linkFailed = Self("link_failed")
    /// The library does not export `tagwarden_plugin_entry`.
    package static let entryMissing = Self("entry_missing")
    /// The plugin itself declined.
    package static let entryRefused = Self("entry_refused")
    /// The descriptor does not begin with TW_PLUGIN_MAGIC.
    package static let descriptorMagic = Self("descriptor_magic")
    /// The descriptor is shorter than that of version 1.0.
    package static let descriptorShort = Self("descriptor_short")
    /// The descriptor lacks a required function.
    package static let descriptorIncomplete = Self("descriptor_incomplete")
    /// Descriptor and note or plugin.json tell different things.
    package static let descriptorMismatch = Self("descriptor_mismatch")
    /// The plugin may only run in a worker process.
    package static let needsWorker = Self("needs_worker")
    /// A service in `needs` is not offered by this host.
    package static let serviceMissing = Self("service_missing")
    /// `create` answered an error.
    package static let createFailed = Self("create_failed")
    /// `create` did not return in time.
    package static let createTimedOut = Self("create_timed_out")
    /// A tool's name or schema is wrong.
    package static let toolInvalid = Self("tool_invalid")
    /// A tool's name is taken.
    package static let toolDuplicate = Self("tool_duplicate")
    /// An extension's table lacks fields or functions.
    package static let extensionIncomplete = Self("extension_incomplete")
    /// An extension's `describe` did not return in time.
    package static let describeTimedOut = Self("describe_timed_out")
    /// An extension's `describe` is not what it has to be.
    package static let descriptionInvalid = Self("description_invalid")
    /// Another provider serves that cloud already.
    package static let cloudDuplicate = Self("cloud_duplicate")
}

// MARK: - Running

extension PluginDiagnostic.Code {
    /// `done` was called again for a call that had ended.
    package static let doneTwice = Self("done_twice")
    /// `done` came after the host had given the call up.
    package static let doneLate = Self("done_late")
    /// A call did not end within its deadline and the grace after it.
    package static let callAbandoned = Self("call_abandoned")
    /// Something was emitted for a call that had ended.
    package static let emitAfterDone = Self("emit_after_done")
    /// A call's result is not a JSON object.
    package static let resultInvalid = Self("result_invalid")
    /// A batch is malformed.
    package static let batchInvalid = Self("batch_invalid")
    /// A chunk is malformed or too long.
    package static let chunkInvalid = Self("chunk_invalid")
    /// A call ended with a number that is no status.
    package static let statusInvalid = Self("status_invalid")
    /// Too many calls hang; the plugin gets no further ones.
    package static let unhealthy = Self("unhealthy")
    /// `drain` or `destroy` did not end in time.
    package static let unloadTimedOut = Self("unload_timed_out")
}
