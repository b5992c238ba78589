// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostEngine
import HostServer
import HostStorage

#if canImport(Glibc)
import Glibc
#endif

/// Runs the program and turns what it throws into a message and an exit code.
@main
enum Main {
    static func main() async {
        do {
            var command = try Program.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(Ending(error).report())
        }
    }
}

/// Exit codes: what scripts rely on.
enum ExitStatus {
    /// The answer is complete.
    static let complete: Int32 = 0
    /// There is no answer.
    static let failed: Int32 = 1
    /// The arguments, settings or files given are wrong.
    static let usage: Int32 = 2
    /// There is an answer, but not of everything that was asked.
    static let partial: Int32 = 3
}

/// How a run ended: a text for standard error (or, for help, standard output) and a code.
struct Ending {
    let message: String
    let isHelp: Bool
    let code: Int32

    init(_ error: any Error) {
        switch error {
        case let error as UsageError: self.init(error.description, ExitStatus.usage)
        case let error as ToolError:
            // What is missing or wrong in the set-up is the operator's to mend, as a wrong argument is.
            let isUsage = [.invalidArguments, .notConfigured].contains(error.code)
            let code = isUsage ? ExitStatus.usage : ExitStatus.failed
            self.init([error.message, error.hint].compactMap(\.self).joined(separator: " "), code)
        case let error as EngineError:
            let isUsage = [.invalidArgument, .invalidPolicy, .failedPrecondition].contains(error.code)
            self.init(error.description, isUsage ? ExitStatus.usage : ExitStatus.failed)
        case let error as StorageError: self.init(error.message, ExitStatus.failed)
        case let code as ExitCode: self.init("", code.rawValue)
        case is CancellationError: self.init("Interrupted.", 130)
        default: self.init(parsing: error)
        }
    }

    private init(_ message: String, _ code: Int32, isHelp: Bool = false) {
        self.message = message
        self.code = code
        self.isHelp = isHelp
    }

    /// What ArgumentParser throws: help, version, completion scripts and usage errors.
    private init(parsing error: any Error) {
        let code = Program.exitCode(for: error)
        if code.isSuccess {
            self.init(Program.fullMessage(for: error), ExitStatus.complete, isHelp: true)
        } else if code == .validationFailure {
            self.init(Program.fullMessage(for: error), ExitStatus.usage)
        } else {
            self.init("\(error)", ExitStatus.failed)
        }
    }

    /// Harmless for a terminal; further lines are indented, so that none can pass for a message of its own.
    private static func shown(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { TerminalText.safe(String($0)) }.joined(separator: "\n  ")
    }

    /// Writes the message where it belongs.
    ///
    /// - Returns: the exit code.
    func report() -> Int32 {
        guard !message.isEmpty else { return code }
        if isHelp {
            Console.print(message + "\n")
        } else {
            let isLabelled = message.hasPrefix("Error:")
            Console.complain((isLabelled ? "" : "Error: ") + Self.shown(message) + "\n")
        }
        return code
    }
}
