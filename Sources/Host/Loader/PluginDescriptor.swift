// SPDX-License-Identifier: Apache-2.0

import Glibc
import PluginABI

/// A plugin's descriptor (plugin.h, `tw_plugin`), copied and checked.
@safe
struct PluginDescriptor: @unchecked Sendable {  // constant data of a library that is never unmapped
    let table: tw_plugin
    let id: String
    let version: String
    let license: String?
    let needs: [String]

    var isSingleThreaded: Bool { unsafe table.flags & TW_PLUGIN_SINGLE_THREAD != 0 }

    /// Checks a descriptor against the manifest and the note that were read before.
    init(_ descriptor: UnsafePointer<tw_plugin>, _ inspection: PluginInspection) throws(LoadError) {
        let place = PluginInspection.Place(plugin: inspection.manifest.id, path: inspection.library)
        guard unsafe descriptor.pointee.magic == ABIVersion.pluginMagic else {
            throw place.error(
                .descriptorMagic,
                "The descriptor of plugin \(place.plugin) does not begin with its magic."
            )
        }
        let size = unsafe descriptor.pointee.struct_size
        guard let table = unsafe ABIStruct.copy(descriptor, size: size) else {
            let least = unsafe MemoryLayout<tw_plugin>.size
            throw place.error(
                .descriptorShort,
                "The descriptor of plugin \(place.plugin) says it has \(size) bytes; \(least) are due."
            )
        }
        unsafe self.table = table
        let abi = unsafe ABIVersion(major: Int(table.abi_major), minor: Int(table.abi_minor))
        // SAFETY: the texts are constant data of the library.
        id = unsafe CText.string(table.id) ?? ""
        version = unsafe CText.string(table.version) ?? ""
        license = unsafe CText.string(table.license)
        needs = unsafe Self.list(table.needs)
        let pairs = [
            ("ABI version", "\(abi)", "\(inspection.abi)", "note"),
            ("id", id, inspection.manifest.id, "plugin.json"),
            ("version", version, inspection.manifest.version, "plugin.json"),
        ]
        for (what, found, wanted, source) in pairs where found != wanted {
            throw place.error(
                .descriptorMismatch,
                "The descriptor of plugin \(place.plugin) has the \(what) \"\(found)\", its \(source) \"\(wanted)\"."
            )
        }
        guard unsafe table.create != nil else {
            throw place.error(
                .descriptorIncomplete,
                "The descriptor of plugin \(place.plugin) has no `create`."
            )
        }
        guard unsafe table.flags & TW_PLUGIN_NEEDS_WORKER == 0 else {
            throw place.error(
                .needsWorker,
                "Plugin \(place.plugin) may only run in a worker process, which this host does not have yet."
            )
        }
    }

    private static func list(_ start: UnsafePointer<UnsafePointer<CChar>?>?) -> [String] {
        guard let start = unsafe start else { return [] }
        var result: [String] = []
        // SAFETY: the list is constant data of the library, ended by NULL; no host has 256 services.
        for place in 0..<256 {
            guard let item = unsafe start[place] else { break }
            result.append(unsafe CText.string(item) ?? "?")
        }
        return result
    }
}

/// Structs of which the other side may know an older or newer form (base.h, rule 2).
enum ABIStruct {
    /// Copies a struct of which `size` bytes exist; nothing when those of version 1.0 do not.
    static func copy<Struct>(_ source: UnsafePointer<Struct>, size: UInt32) -> Struct? {
        let whole = MemoryLayout<Struct>.size
        guard size >= UInt32(whole) else { return nil }
        return unsafe source.pointee
    }
}
