// SPDX-License-Identifier: Apache-2.0

import HostLoader
import JSONCodec
import PluginABI

/// `tagwarden.secrets/1`: secrets by name, and credential files and programs.
enum SecretsService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_secrets(
            struct_size: UInt32(MemoryLayout<tw_secrets>.size),
            reserved: 0,
            get: { host, name, user, callback in
                unsafe begin(host, user, callback) { session, answer throws(ServiceRefusal) in
                    let name = unsafe try BorrowedBytes.text(name, "secret's name", limit: 256)
                    try session.secret(name, answer)
                }
            },
            read_file: { host, path, user, callback in
                unsafe begin(host, user, callback) { session, answer throws(ServiceRefusal) in
                    let path = unsafe try BorrowedBytes.text(path, "path", limit: 4096)
                    let granted = try session.files.path(path)
                    try session.machinery.secrets.readFile(granted, owner: session.owner, answer)
                }
            },
            run_process: { host, line, timeout, user, callback in
                unsafe begin(host, user, callback) { session, answer throws(ServiceRefusal) in
                    let line = unsafe try BorrowedBytes.text(line, "command line", limit: 16 << 10)
                    try session.run(line, timeout: timeout, answer)
                }
            }
        )
    )

    fileprivate typealias Answer = @Sendable (Result<OwnedBytes, ServiceRefusal>) -> Void

    private static func begin(
        _ host: UnsafePointer<tw_host>?,
        _ user: UnsafeMutableRawPointer?,
        _ callback: tw_secret_callback?,
        _ work: (ServiceSession, @escaping Answer) throws(ServiceRefusal) -> Void
    ) -> tw_status {
        guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
        guard let callback = unsafe callback else { return TW_INVALID_ARGUMENT }
        let user = unsafe PluginPointer(user)
        return session.status(TW_SERVICE_SECRETS) { () throws(ServiceRefusal) in
            try work(session) { result in
                switch result {
                case .success(let bytes):
                    // SAFETY: the plugin promised that `callback` may run once with `user`; the bytes are moved.
                    unsafe callback(user.raw, TW_OK, bytes.moved())
                case .failure(let refusal):
                    // SAFETY: as above.
                    unsafe callback(user.raw, refusal.code.status, OwnedBytes(refusal.message.utf8).moved())
                }
            }
        }
    }
}

extension ServiceSession {
    private static let defaultTimeout: Int64 = 60_000
    private static let longestTimeout: Int64 = 600_000

    /// Reads a secret where the configuration says that it is.
    ///
    /// `plugins.<id>.secrets.<name>` is {"environment": NAME} or {"file": PATH}. That the operator wrote it there
    /// is the grant; the manifest must ask for the name too.
    fileprivate func secret(_ name: String, _ answer: @escaping SecretsService.Answer) throws(ServiceRefusal)
    {
        guard plugin.manifest.permissions.secrets.contains(name) else {
            throw ServiceRefusal(
                .permissionDenied,
                "The manifest does not ask for the secret '\(name)'; add it to permissions.secrets."
            )
        }
        let place = machinery.options.configuration["plugins"]?[plugin.id]?["secrets"]?[name]
        let reader = machinery.secrets
        if let variable = place?["environment"]?.string {
            guard let value = machinery.options.environment[variable], !value.isEmpty else {
                throw ServiceRefusal(
                    .notFound,
                    "The secret '\(name)' is to be in the variable \(variable), which is not set."
                )
            }
            try reader.answer(OwnedBytes(value.utf8), owner: owner, answer)
        } else if let path = place?["file"]?.string {
            let home = machinery.options.homeDirectory
            let file = path.hasPrefix("~/") ? home + path.dropFirst() : path
            try reader.readFile(file, owner: owner, answer)
        } else {
            throw ServiceRefusal(
                .notFound,
                "Set plugins.\(plugin.id).secrets.\(name) to {environment: NAME} or {file: PATH}."
            )
        }
    }

    fileprivate func run(
        _ line: String,
        timeout: Int64,
        _ answer: @escaping SecretsService.Answer
    ) throws(ServiceRefusal) {
        guard plugin.manifest.permissions.processes else {
            throw ServiceRefusal(.permissionDenied, "The manifest does not ask for permissions.processes.")
        }
        let words = try CommandWords(line).words
        let process = CredentialProcess(words: words, environment: machinery.options.environment)
        let limit = timeout <= 0 ? Self.defaultTimeout : min(timeout, Self.longestTimeout)
        try machinery.secrets.runProcess(process, timeout: limit, owner: owner, answer)
    }
}
