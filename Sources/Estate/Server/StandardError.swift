// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes a line for people; standard output carries the line that says where the server listens.
///
/// - Parameter line: the line.
package func print(toStandardError line: String) {
    // Standard error is gone: nobody is left to tell.
    do { try FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8)) } catch {}
}
