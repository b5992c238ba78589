// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension PluginManifest {
    /// Largest plugin.json that is read.
    package static let maximumSize = 256 << 10

    /// Reads a plugin.json and reports every fault at once.
    ///
    /// Members that are not known are faults, unless the plugin was made for a newer minor version.
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - path: where it came from, for messages.
    /// - Throws: ``LoadError`` of code `manifest_invalid`, one diagnostic a fault.
    package init(parsing bytes: [UInt8], path: String) throws(LoadError) {
        let value: JSONValue
        do {
            value = try JSONValue(
                parsing: bytes,
                options: .init(maximumDepth: 16, maximumSize: Self.maximumSize, refusesDuplicates: true)
            )
        } catch {
            throw LoadError(Self.diagnostic(path, plugin: path.folderName, "\(error.description)"))
        }
        var reader = ShapeReader()
        self = Self.read(value, &reader)
        guard reader.faults.isEmpty else {
            let plugin = id.isEmpty ? path.folderName : id
            throw LoadError(reader.faults.map { Self.diagnostic(path, plugin: plugin, $0.description) })
        }
    }

    private static func diagnostic(_ path: String, plugin: String, _ fault: String) -> PluginDiagnostic {
        PluginDiagnostic(
            .error,
            .manifestInvalid,
            plugin: plugin,
            path: path,
            summary: "The manifest \(path) is not valid: \(fault)"
        )
    }

    private static let members = [
        "id", "version", "title", "abi", "library", "kinds", "permissions", "functions", "description",
        "homepage", "license",
    ]

    private static func read(_ value: JSONValue, _ reader: inout ShapeReader) -> PluginManifest {
        let root = JSONPointer()
        let abi = reader.object(value["abi"], at: root.appending("abi"), allowed: ["major", "minor"])
        let abiPlace = root.appending("abi")
        let major = reader.count("major", in: abi, at: abiPlace, maximum: Int(UInt16.max))
        let minor = reader.count("minor", in: abi, at: abiPlace, maximum: Int(UInt16.max))
        if value["abi"]?.object != nil {
            for name in ["major", "minor"] where abi[name] == nil {
                reader.fault(abiPlace.appending(name), "is missing.")
            }
        }
        let isNewer = (minor ?? 0) > ABIVersion.host.minor
        let object = reader.object(value, at: root, allowed: isNewer ? nil : members)

        var manifest = PluginManifest(id: reader.text("id", in: object, at: root))
        manifest.version = reader.text("version", in: object, at: root)
        manifest.title = reader.text("title", in: object, at: root)
        manifest.library = reader.text("library", in: object, at: root)
        manifest.abiMajor = major ?? 0
        manifest.abiMinor = minor ?? 0
        manifest.functions = reader.elements("functions", in: object, at: root)
        if let permissions = object["permissions"] {
            manifest.permissions = readPermissions(permissions, &reader, isNewer: isNewer)
        }
        readKinds(object, into: &manifest, &reader)
        manifest.checkNames(object, &reader)
        return manifest
    }

    private static func readKinds(
        _ object: JSONObject,
        into manifest: inout PluginManifest,
        _ reader: inout ShapeReader
    ) {
        let place = JSONPointer(["kinds"])
        for (index, text) in reader.texts("kinds", in: object, at: JSONPointer()).enumerated() {
            if let kind = Kind(rawValue: text) {
                manifest.kinds.insert(kind)
            } else {
                let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                reader.fault(place.appending(index), "names no kind of plugin; known are \(known).")
            }
        }
        if object["kinds"] == nil { reader.fault(place, "is missing.") }
    }

    private static func readPermissions(
        _ value: JSONValue,
        _ reader: inout ShapeReader,
        isNewer: Bool
    ) -> Permissions {
        let place = JSONPointer(["permissions"])
        let allowed = [
            "hosts", "endpoints_from_environment", "environment", "files", "files_from_environment",
            "processes", "secrets",
            "configuration", "kv",
        ]
        let object = reader.object(value, at: place, allowed: isNewer ? nil : allowed)
        var permissions = Permissions()
        permissions.hosts = reader.texts("hosts", in: object, at: place)
        permissions.endpointsFromEnvironment =
            reader.texts("endpoints_from_environment", in: object, at: place)
        permissions.environment = reader.texts("environment", in: object, at: place)
        permissions.files = reader.texts("files", in: object, at: place)
        permissions.filesFromEnvironment = reader.texts("files_from_environment", in: object, at: place)
        permissions.processes = reader.bool("processes", in: object, at: place, otherwise: false)
        permissions.secrets = reader.texts("secrets", in: object, at: place)
        permissions.configuration = reader.texts("configuration", in: object, at: place)
        permissions.keyValueStore = reader.bool("kv", in: object, at: place, otherwise: false)
        for (index, host) in permissions.hosts.enumerated() where !Self.isHostPattern(host) {
            reader.fault(
                place.appending("hosts").appending(index),
                "has to be a host name, or \"*.\" and a name with a dot in it, not \"\(host)\"."
            )
        }
        return permissions
    }

    /// "*." may stand once, at the front, before at least two labels: "*.com" would open half the world.
    private static func isHostPattern(_ text: String) -> Bool {
        let isWild = text.hasPrefix("*.")
        let name = isWild ? text.dropFirst(2) : Substring(text)
        guard !name.isEmpty, name.utf8.count <= 253, !isWild || name.contains(".") else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
    }

    private func checkNames(_ object: JSONObject, _ reader: inout ShapeReader) {
        if object["id"]?.string != nil, !Self.isID(id) {
            reader.fault(
                JSONPointer(["id"]),
                "has to be 1 to 63 characters of a-z, 0-9, '.' and '-', the first a letter or digit."
            )
        }
        if object["version"]?.string != nil, !Self.isVersion(version) {
            reader.fault(
                JSONPointer(["version"]),
                "has to be a semantic version such as 1.2.0 (https://semver.org)."
            )
        }
        if object["library"]?.string != nil, library.isEmpty || library.utf8.contains(0) {
            reader.fault(JSONPointer(["library"]), "has to be a file name.")
        }
    }

    /// plugin.h, `tw_plugin.id`: `[a-z0-9][a-z0-9.-]{0,62}`.
    static func isID(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= 63, isLowerAlphanumeric(first) else { return false }
        return bytes.allSatisfy {
            isLowerAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    /// Three numbers joined by dots, then perhaps "-" or "+" and anything printable.
    private static func isVersion(_ text: String) -> Bool {
        guard text.utf8.count <= 128, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return false
        }
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 3
            && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
