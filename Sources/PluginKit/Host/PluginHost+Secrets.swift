// SPDX-License-Identifier: Apache-2.0

import PluginABI

extension PluginHost: PluginEnvironment {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func readFile(_ path: String) async throws -> [UInt8]? {
        let (status, content) = unsafe await secret { table, user, callback in
            unsafe withABIBytes(path) { unsafe table.pointee.read_file?(pointer, $0, user, callback) }
        }
        switch status {
        case TW_OK: return content
        case TW_NOT_FOUND: return nil
        default: throw ServiceError(.init(status), Self.sentence(content, "The file \(path) cannot be read."))
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func runProcess(_ commandLine: String, timeout: Duration) async throws -> [UInt8] {
        let (status, content) = unsafe await secret { table, user, callback in
            unsafe withABIBytes(commandLine) {
                unsafe table.pointee.run_process?(pointer, $0, timeout.milliseconds, user, callback)
            }
        }
        guard status == TW_OK else {
            // The command line may hold a secret, so it stays out of the message.
            throw ServiceError(.init(status), Self.sentence(content, "The credential program failed."))
        }
        return content
    }

    /// Reads a secret by the name that the manifest asks for.
    ///
    /// - Parameter name: its name.
    /// - Returns: its bytes, or `nil` when the operator has not set it.
    /// - Throws: ``ServiceError`` when it cannot be read.
    public func secret(_ name: String) async throws -> [UInt8]? {
        let (status, content) = unsafe await secret { table, user, callback in
            unsafe withABIBytes(name) { unsafe table.pointee.get?(pointer, $0, user, callback) }
        }
        switch status {
        case TW_OK: return content
        case TW_NOT_FOUND: return nil
        default:
            throw ServiceError(.init(status), Self.sentence(content, "The secret \(name) cannot be read."))
        }
    }

    private struct Answer: Sendable {
        let status: Int32
        let content: [UInt8]
    }

    private typealias Start = (
        UnsafePointer<tw_secrets>, UnsafeMutableRawPointer, @escaping tw_secret_callback
    ) -> Int32?

    private func secret(_ start: Start) async -> (status: Int32, content: [UInt8]) {
        guard let table = unsafe secrets else { return (TW_UNAVAILABLE, []) }
        let wait = OneShot<Answer>()
        // SAFETY: the reference is given up by the callback, which comes once after TW_OK, or below.
        let user = unsafe Unmanaged.passRetained(wait)
        let status = unsafe start(table, user.toOpaque()) { user, status, value in
            let content = unsafe takeOwned(value)
            guard let user = unsafe user else { return }
            let wait = unsafe Unmanaged<OneShot<Answer>>.fromOpaque(user).takeRetainedValue()
            wait.deliver(Answer(status: status, content: content))
        }
        guard status == TW_OK else {
            unsafe user.release()
            return (status ?? TW_UNAVAILABLE, [])
        }
        let answer = await wait.outcome()
        return (answer.status, answer.content)
    }

    private static func sentence(_ content: [UInt8], _ otherwise: String) -> String {
        content.isEmpty ? otherwise : String(decoding: content, as: UTF8.self)
    }
}
