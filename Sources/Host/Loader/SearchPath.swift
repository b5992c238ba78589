// SPDX-License-Identifier: Apache-2.0

/// The folders in which plugins lie, each in a folder of its own with a plugin.json.
struct SearchPath {
    let folders: [String]

    init(_ options: LoaderOptions) {
        var folders = options.pluginFolders
        folders += (options.pluginPath ?? "").split(separator: ":").map(String.init)
        if let executable = options.executable {
            let folder = executable.parentPath
            folders += ["\(folder)/plugins", "\(folder.parentPath)/lib/tagwarden/plugins"]
        }
        if let home = options.home { folders.append("\(home)/.local/share/tagwarden/plugins") }
        var seen: Set<String> = []
        self.folders = folders.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// Lists the folders with a plugin.json, in search order and by name within one folder.
    ///
    /// An entry of the path may itself be a plugin's folder.
    func candidates() -> [String] {
        folders.flatMap { folder in
            if FileStatus(of: "\(folder)/plugin.json") != nil { return [folder] }
            return FileStatus.names(inFolder: folder).sorted()
                .map { "\(folder)/\($0)" }
                .filter { FileStatus(of: "\($0)/plugin.json") != nil }
        }
    }
}

extension String {
    /// The path without its last part; "." for a bare name.
    var parentPath: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The last part of the path.
    var lastPart: String { split(separator: "/").last.map(String.init) ?? self }

    /// The name of the folder that a file lies in: what a plugin is called while its id is not known.
    var folderName: String { parentPath.lastPart }
}
