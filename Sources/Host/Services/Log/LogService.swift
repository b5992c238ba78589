// SPDX-License-Identifier: Apache-2.0

import Logging
import PluginABI

/// `tagwarden.log/1`: the host's structured log.
enum LogService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_log(
            struct_size: UInt32(MemoryLayout<tw_log>.size),
            reserved: 0,
            enabled: { host, level in
                guard let session = unsafe ServiceSession.of(host) else { return 0 }
                return session.logger.logLevel <= logLevel(level) ? 1 : 0
            },
            write: { host, level, message, attributes in
                guard let session = unsafe ServiceSession.of(host) else { return }
                let level = logLevel(level)
                guard session.logger.logLevel <= level else { return }
                let line = unsafe LogLine(message: message, attributes: attributes)
                session.logger.log(level: level, "\(line.message)", metadata: line.metadata)
            }
        )
    )

    /// A number beyond the known ones is a line that must not be lost.
    private static func logLevel(_ number: UInt32) -> Logger.Level {
        switch number {
        case UInt32(TW_LOG_TRACE): .trace
        case UInt32(TW_LOG_DEBUG): .debug
        case UInt32(TW_LOG_INFO): .info
        case UInt32(TW_LOG_WARNING): .warning
        default: .error
        }
    }
}
