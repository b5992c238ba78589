// SPDX-License-Identifier: Apache-2.0

/// Walks over a text word by word.
struct SecretScanner {
    let bytes: [UInt8]
    private var position = 0
    private var found: [Range<Int>] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Names, without case, "-" and "_", after which a value is secret.
    private static let tellingNames: Set<[UInt8]> = Set(
        [
            "authorization", "proxyauthorization", "cookie", "setcookie", "password", "passwd", "secret",
            "token",
            "apikey", "xapikey", "accesstoken", "refreshtoken", "idtoken", "sessiontoken", "securitytoken",
            "bearertoken", "authtoken", "clientsecret", "clientassertion", "secretkey", "secretaccesskey",
            "privatekey", "sharedkey", "signature", "sig", "credential", "connectionstring", "accountkey",
        ]
        .map { Array($0.utf8) }
    )

    /// Beginnings that vendors put before such names ("X-Amz-Signature", "aws_secret_access_key").
    private static let vendorBeginnings: [[UInt8]] = ["xamz", "xgoog", "xms", "aws", "azure", "google"]
        .map { Array($0.utf8) }

    static func isTelling(_ name: ArraySlice<UInt8>) -> Bool {
        let plain = name.lazy.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }.map(lowercased)
        let folded = Array(plain)
        if tellingNames.contains(folded) { return true }
        return vendorBeginnings.contains {
            folded.starts(with: $0) && tellingNames.contains(Array(folded.dropFirst($0.count)))
        }
    }

    mutating func secrets() -> [Range<Int>] {
        while position < bytes.count {
            if privateKey() || userInformation() { continue }
            let word = wordRange()
            if word.isEmpty {
                position += 1
            } else if !valueAfterName(word) && !bearer(word) {
                if looksSecret(bytes[word]) { found.append(word) }
                position = word.upperBound
            }
        }
        return found
    }

    // MARK: What is secret by its place

    private static let blockBegin = Array("-----BEGIN ".utf8)
    private static let blockEnd = Array("-----END ".utf8)
    private static let authorityBegin = Array("://".utf8)

    /// `name=value`, `"name": "value"`, `Name: value`.
    private mutating func valueAfterName(_ word: Range<Int>) -> Bool {
        // "+", "/" and "." belong to values, not to names: the name is what stands behind the last of them.
        let nameStart = bytes[word].lastIndex { !Self.isNameByte($0) }.map { $0 + 1 } ?? word.lowerBound
        let name = bytes[nameStart..<word.upperBound]
        guard Self.isTelling(name) else { return false }
        var next = word.upperBound
        if next < bytes.count, Self.isQuote(bytes[next]) { next += 1 }
        next = skipSpaces(next)
        guard next < bytes.count, bytes[next] == UInt8(ascii: "=") || bytes[next] == UInt8(ascii: ":") else {
            return false
        }
        next = skipSpaces(next + 1)
        let quote = next < bytes.count && Self.isQuote(bytes[next]) ? bytes[next] : nil
        if quote != nil { next += 1 }
        mark(next..<valueEnd(from: next, quote: quote, wholeLine: Self.isHeader(name)))
        return true
    }

    /// `Bearer abc`, `Basic abc` without a header's name before it.
    private mutating func bearer(_ word: Range<Int>) -> Bool {
        let scheme = bytes[word].map(Self.lowercased)
        guard scheme.elementsEqual("bearer".utf8) || scheme.elementsEqual("basic".utf8) else { return false }
        let start = skipSpaces(word.upperBound)
        guard start > word.upperBound, start < bytes.count else { return false }
        let end = valueEnd(from: start, quote: nil, wholeLine: false)
        // "basic auth" is prose; a credential is longer than a word.
        guard end - start >= 12 else { return false }
        mark(start..<end)
        return true
    }

    /// A PEM block, up to its end or that of the text.
    private mutating func privateKey() -> Bool {
        guard bytes[position...].starts(with: Self.blockBegin) else { return false }
        let label = bytes[(position + Self.blockBegin.count)...].prefix { $0 != UInt8(ascii: "-") }
        guard label.elementsEqual("PRIVATE KEY".utf8) || label.suffix(12).elementsEqual(" PRIVATE KEY".utf8)
        else {
            return false
        }
        var next = label.endIndex
        while next < bytes.count, !bytes[next...].starts(with: Self.blockEnd) { next += 1 }
        let rest = bytes[min(next + Self.blockEnd.count, bytes.count)...]
        let close = rest.firstIndex { $0 == UInt8(ascii: "-") } ?? bytes.count
        mark(position..<min(close + 5, bytes.count))
        return true
    }

    /// `user:password@` of a URL (RFC 3986 section 3.2.1).
    private mutating func userInformation() -> Bool {
        guard bytes[position...].starts(with: Self.authorityBegin) else { return false }
        let start = position + Self.authorityBegin.count
        let authority = bytes[start...].prefix { !"/?# \"'\n\r\t".utf8.contains($0) }
        guard let end = authority.lastIndex(of: UInt8(ascii: "@")) else { return false }
        mark(start..<end)
        return true
    }

    private mutating func mark(_ range: Range<Int>) {
        if !range.isEmpty { found.append(range) }
        position = max(range.upperBound, position + 1)
    }

    // MARK: What is secret by its looks

    private func looksSecret(_ word: ArraySlice<UInt8>) -> Bool {
        Self.isKeyID(word) || Self.isSecretKey(word) || Self.isWebToken(word) || Self.isLongToken(word)
    }

    /// Access key ids: four telling letters and 16 capitals or digits.
    private static func isKeyID(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count == 20 else { return false }
        let beginning = word.prefix(4)
        return (beginning.elementsEqual("AKIA".utf8) || beginning.elementsEqual("ASIA".utf8))
            && word.allSatisfy { isCapital($0) || isDigit($0) }
    }

    /// 40 characters of base64 with capitals, small letters and digits; a SHA-1 in hexadecimal has no capitals.
    private static func isSecretKey(_ word: ArraySlice<UInt8>) -> Bool {
        word.count == 40 && word.contains(where: isCapital) && word.contains(where: isSmall)
            && word.contains(where: isDigit) && !word.contains(UInt8(ascii: "-"))
            && !word.contains(UInt8(ascii: "_")) && !word.contains(UInt8(ascii: "."))
            && !word.allSatisfy(isHexadecimal)
    }

    /// RFC 7519: base64url of `{"`, then parts between dots.
    private static func isWebToken(_ word: ArraySlice<UInt8>) -> Bool {
        word.count >= 30 && word.starts(with: "eyJ".utf8) && word.contains(UInt8(ascii: "."))
    }

    /// Session tokens: long runs of base64 with every kind of character.
    private static func isLongToken(_ word: ArraySlice<UInt8>) -> Bool {
        word.count >= 100 && word.contains(where: isCapital) && word.contains(where: isSmall)
            && word.contains(where: isDigit)
            && !word.contains(UInt8(ascii: "."))
    }

    // MARK: Reading

    private func wordRange() -> Range<Int> {
        let end = bytes[position...].firstIndex { !Self.isWordByte($0) } ?? bytes.count
        return position..<end
    }

    private func skipSpaces(_ start: Int) -> Int {
        bytes[min(start, bytes.count)...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
    }

    private func valueEnd(from start: Int, quote: UInt8?, wholeLine: Bool) -> Int {
        bytes[min(start, bytes.count)...]
            .firstIndex { byte in
                if let quote { return byte == quote }
                if byte == 0x0A || byte == 0x0D || Self.isQuote(byte) { return true }
                return !wholeLine && " \t&,;)}".utf8.contains(byte)
            } ?? bytes.count
    }

    /// Header fields whose value may hold spaces and commas.
    private static func isHeader(_ name: ArraySlice<UInt8>) -> Bool {
        let folded = name.map(lowercased)
        return folded.suffix(13).elementsEqual("authorization".utf8)
            || folded.suffix(6).elementsEqual("cookie".utf8)
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func lowercased(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte + 0x20 : byte }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isCapital(byte) || isSmall(byte) || isDigit(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: ".")
    }
}
