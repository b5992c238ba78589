// SPDX-License-Identifier: Apache-2.0

/// What can be said about a plugin without running any of its code.
package struct PluginInspection: Sendable {
    /// The plugin's folder, links resolved.
    package let folder: String
    /// Its plugin.json.
    package let manifest: PluginManifest
    /// The library's full path, links resolved.
    package let library: String
    /// The ABI version in the library's ELF note.
    package let abi: ABIVersion
    /// Warnings that do not keep it from being loaded.
    package let warnings: [PluginDiagnostic]
}

extension PluginInspection {
    /// Reads manifest and ELF note of a plugin, and checks that they fit each other and this host.
    init(folder path: String) throws(LoadError) {
        let manifest = try Self.manifest(in: path)
        let place = Place(plugin: manifest.id, path: "\(path)/\(manifest.library)")
        try Self.checkMajor(manifest.abiMajor, Place(plugin: manifest.id, path: "\(path)/plugin.json"))
        guard let folder = FileStatus.resolved(path) else {
            throw place.error(.libraryMissing, "The folder \(path) does not exist.")
        }
        let library = try Self.library(of: manifest, in: folder, place)
        let version = try Self.note(of: library, place)
        try Self.checkMajor(version.major, place)
        guard version.major == manifest.abiMajor, version.minor == manifest.abiMinor else {
            throw place.error(
                .abiMismatch,
                "plugin.json says ABI \(manifest.abiMajor).\(manifest.abiMinor), the library \(version).",
                "Build the plugin anew, so that both come from the same headers."
            )
        }
        self.init(
            folder: folder,
            manifest: manifest,
            library: library,
            abi: version,
            warnings: Self.warnings(folder, library, manifest)
        )
    }

    /// Which plugin and file a fault belongs to.
    struct Place {
        let plugin: String
        let path: String

        func error(
            _ code: PluginDiagnostic.Code,
            _ summary: String,
            _ detail: String = ""
        ) -> LoadError {
            LoadError(
                PluginDiagnostic(.error, code, plugin: plugin, path: path, summary: summary, detail: detail)
            )
        }
    }

    /// Reads plugin.json alone.
    static func manifest(in folder: String) throws(LoadError) -> PluginManifest {
        let path = "\(folder)/plugin.json"
        let bytes: [UInt8]
        do {
            bytes = try OpenFile.content(of: path, limit: PluginManifest.maximumSize)
        } catch {
            throw Place(plugin: folder.lastPart, path: path)
                .error(.manifestUnreadable, "The manifest \(path) cannot be read: \(error.message)")
        }
        return try PluginManifest(parsing: bytes, path: path)
    }

    private static func checkMajor(_ major: Int, _ place: Place) throws(LoadError) {
        guard major != ABIVersion.host.major else { return }
        throw place.error(
            .abiMajorUnsupported,
            "Plugin \(place.plugin) was built for ABI \(major), this host has ABI \(ABIVersion.host.major).",
            "Install the plugin's build for ABI \(ABIVersion.host.major)."
        )
    }

    private static func library(
        of manifest: PluginManifest,
        in folder: String,
        _ place: Place
    ) throws(LoadError) -> String {
        let outside = place.error(
            .libraryOutsideFolder,
            "Plugin \(manifest.id) names the library \(manifest.library), which is outside its folder.",
            "The library has to lie in the folder of its plugin.json; links out of it are not followed."
        )
        let parts = manifest.library.split(separator: "/", omittingEmptySubsequences: false)
        if manifest.library.hasPrefix("/") || parts.contains("..") { throw outside }
        guard let library = FileStatus.resolved("\(folder)/\(manifest.library)") else {
            throw place.error(
                .libraryMissing,
                "Plugin \(manifest.id) has no library \(manifest.library) in \(folder)."
            )
        }
        guard library.hasPrefix(folder == "/" ? "/" : folder + "/") else { throw outside }
        guard FileStatus(of: library)?.isRegular == true else {
            throw place.error(.libraryUnreadable, "The library \(library) is not a regular file.")
        }
        return library
    }

    private static func note(of library: String, _ place: Place) throws(LoadError) -> ABIVersion {
        do {
            let file = try OpenFile(library)
            return try ELFNote { (offset, count) throws(ELFNote.Fault) in
                let bytes: [UInt8]
                do { bytes = try file.read(at: offset, count: count) } catch { throw ELFNote.truncated }
                guard bytes.count == count else { throw ELFNote.truncated }
                return bytes
            }
            .version
        } catch let fault as ELFNote.Fault {
            throw place.error(
                fault.code,
                "Plugin \(place.plugin): \(library) cannot be used. \(fault.message)"
            )
        } catch let fault as OpenFile.Fault {
            throw place.error(
                .libraryUnreadable,
                "Plugin \(place.plugin): the library \(library) cannot be read: \(fault.message)"
            )
        } catch {
            throw place.error(.libraryUnreadable, "Plugin \(place.plugin): \(error)")
        }
    }

    private static func warnings(
        _ folder: String,
        _ library: String,
        _ manifest: PluginManifest
    ) -> [PluginDiagnostic] {
        [folder, library]
            .compactMap { path in
                guard FileStatus(of: path)?.isWritableByOthers == true else { return nil }
                return PluginDiagnostic(
                    .warning,
                    .writableByOthers,
                    plugin: manifest.id,
                    path: path,
                    summary: "Every user of this machine can change \(path), which this host runs.",
                    detail: "Remove the right with: chmod o-w \(path)"
                )
            }
    }
}
