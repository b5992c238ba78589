// SPDX-License-Identifier: Apache-2.0

import Glibc
import PluginABI
import Synchronization

/// Opens libraries.
///
/// Nothing is ever closed: the image of a Swift plugin cannot be unmapped safely.
enum PluginLibrary {
    /// Opens a library and asks for its descriptor.
    ///
    /// Runs plugin code: only on a host thread.
    static func open(
        _ inspection: PluginInspection,
        _ options: LoaderOptions
    ) throws(LoadError) -> PluginDescriptor {
        let place = PluginInspection.Place(plugin: inspection.manifest.id, path: inspection.library)
        // SAFETY: the handle is kept for the life of the process.
        let handle = unsafe dlopen(
            pathToOpen(inspection.library),
            RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE
        )
        guard let handle = unsafe handle else {
            throw place.error(
                .linkFailed,
                "The library of plugin \(place.plugin) cannot be linked: \(linkerMessage())"
            )
        }
        guard let symbol = unsafe dlsym(handle, TW_PLUGIN_ENTRY_NAME) else {
            throw place.error(
                .entryMissing,
                "The library of plugin \(place.plugin) does not export \(TW_PLUGIN_ENTRY_NAME)."
            )
        }
        // SAFETY: the symbol has this type by the contract that the library's note declares (plugin.h).
        let entry = unsafe unsafeBitCast(symbol, to: Entry.self)
        return unsafe try PluginDescriptor(try ask(entry, options, place), inspection)
    }

    /// Files opened so far, by path.
    private static let opened = Mutex<[String: FileStatus]>([:])

    /// The dynamic linker knows libraries by path: a file that has replaced another needs a path of its own.
    private static func pathToOpen(_ library: String) -> String {
        guard let status = FileStatus(of: library) else { return library }
        let isReplaced = opened.withLock { opened in
            let first = opened[library] ?? status
            opened[library] = first
            return first.device != status.device || first.inode != status.inode
        }
        guard isReplaced else { return library }
        // Never closed: the number would be given to another file, and the linker would take that for this one.
        let descriptor = unsafe Glibc.open(library, O_RDONLY | O_CLOEXEC)
        return descriptor < 0 ? library : "/proc/self/fd/\(descriptor)"
    }

    private typealias Entry =
        @convention(c) (UnsafePointer<tw_offer>?, UnsafeMutablePointer<tw_bytes>?) -> UnsafePointer<
            tw_plugin
        >?

    private static func ask(
        _ entry: Entry,
        _ options: LoaderOptions,
        _ place: PluginInspection.Place
    ) throws(LoadError) -> UnsafePointer<tw_plugin> {
        var refusal = unsafe tw_bytes()
        let descriptor = unsafe options.hostName.withCString { name in
            unsafe options.hostVersion.withCString { version in
                // SAFETY: offer and texts are lent for this call.
                var offer = unsafe tw_offer(
                    struct_size: UInt32(MemoryLayout<tw_offer>.size),
                    abi_major: UInt16(TW_ABI_MAJOR),
                    abi_minor: UInt16(TW_ABI_MINOR),
                    host_name: name,
                    host_version: version
                )
                return unsafe entry(&offer, &refusal)
            }
        }
        guard let descriptor = unsafe descriptor else {
            let reason = unsafe CText.string(refusal).flatMap { $0.isEmpty ? nil : $0 } ?? "it gave no reason"
            throw place.error(.entryRefused, "Plugin \(place.plugin) refused to be loaded: \(reason)")
        }
        return unsafe descriptor
    }

    private static func linkerMessage() -> String {
        // SAFETY: dlerror answers text of this thread, copied at once.
        guard let text = unsafe dlerror() else { return "the linker gave no reason" }
        return unsafe String(cString: text)
    }
}
