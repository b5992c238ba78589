// SPDX-License-Identifier: Apache-2.0

/// Walks a paged list to its end.
public enum Paging: Sendable {
    /// Why a list has no end.
    public struct RepeatedToken: Error, Sendable, CustomStringConvertible {
        /// Pages read before the token came again.
        public let pages: Int

        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public var description: String {
            "The list gave the same continuation token twice, after \(pages) pages; it would never end."
        }
    }

    /// Reads page after page until one has no continuation token; an empty token is none.
    ///
    /// Empty pages with a token are pages like others. Cancellation is checked once a page.
    ///
    /// - Parameter page: reads the page of a token, `nil` for the first one, and answers the next token.
    /// - Throws: ``RepeatedToken``, `CancellationError`, and what `page` throws.
    public static func forEach(_ page: (_ token: String?) async throws -> String?) async throws {
        var seen: Set<String> = []
        var token: String?
        repeat {
            try Task.checkCancellation()
            token = try await page(token)
            guard let next = token, !next.isEmpty else { return }
            guard seen.insert(next).inserted else { throw RepeatedToken(pages: seen.count + 1) }
        } while true
    }
}
