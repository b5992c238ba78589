// SPDX-License-Identifier: Apache-2.0

/// The caller's arguments, environment or files are wrong; the program ends with exit code 2.
struct UsageError: Error, CustomStringConvertible {
    /// What is wrong, with which input, and what to do.
    let description: String

    init(_ description: String) { self.description = description }
}
