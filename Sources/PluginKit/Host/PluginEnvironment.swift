// SPDX-License-Identifier: Apache-2.0

/// A moment as people tell it: seconds since 1970-01-01T00:00Z, leap seconds not counted.
public struct WallClock: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00Z.
    public var secondsSince1970: Double

    /// Names a moment.
    ///
    /// - Parameter secondsSince1970: seconds since 1970-01-01T00:00Z.
    public init(secondsSince1970: Double) { self.secondsSince1970 = secondsSince1970 }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public static func < (left: WallClock, right: WallClock) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// The moment that lies some seconds away from another.
    ///
    /// - Parameters:
    ///   - moment: where to start.
    ///   - seconds: how far to go; may be negative.
    /// - Returns: the other moment.
    public static func + (moment: WallClock, seconds: Double) -> WallClock {
        WallClock(secondsSince1970: moment.secondsSince1970 + seconds)
    }
}

/// What a plugin may know and do besides HTTP; the host in a plugin, fixed values in a test.
public protocol PluginEnvironment: Sendable {
    /// Reads an environment variable that the plugin was granted.
    ///
    /// - Parameter name: its name.
    /// - Returns: its value; `nil` when it is not set, empty, or not granted.
    func environment(_ name: String) -> String?

    /// Reads a whole file that the plugin was granted; "~" is the home folder.
    ///
    /// - Parameter path: the file's path.
    /// - Returns: its content, or `nil` when there is no such file.
    /// - Throws: ``ServiceError`` when the file exists and cannot be read, or is not granted.
    func readFile(_ path: String) async throws -> [UInt8]?

    /// Runs a credential program that the user's own configuration names.
    ///
    /// - Parameters:
    ///   - commandLine: program and arguments, split without a shell.
    ///   - timeout: how long it may run.
    /// - Returns: its standard output.
    /// - Throws: ``ServiceError`` when it cannot be run, fails, or takes too long.
    func runProcess(_ commandLine: String, timeout: Duration) async throws -> [UInt8]

    /// What time it is.
    var now: WallClock { get }

    /// Nanoseconds of a clock that never jumps.
    var monotonic: Int64 { get }

    /// Waits; ends early when the task is cancelled.
    ///
    /// - Parameter duration: how long.
    /// - Throws: `CancellationError` when cancelled.
    func sleep(_ duration: Duration) async throws
}

extension PluginEnvironment {
    /// Nanoseconds since 1970, for an environment whose time never jumps.
    public var monotonic: Int64 { Int64(now.secondsSince1970 * 1e9) }
}

/// Why a host service did not do what it was asked for.
public struct ServiceError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is: a TW_ status number of the contract (base.h).
    public struct Code: Hashable, Sendable {
        /// The status number.
        public let status: Int32

        /// Wraps a status number.
        ///
        /// - Parameter status: a TW_ number.
        public init(_ status: Int32) { self.status = status }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What failed, with which input, and what to do.
    public let message: String

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: one or two sentences.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String { message }
}
