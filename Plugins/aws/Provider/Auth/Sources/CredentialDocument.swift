// SPDX-License-Identifier: Apache-2.0

/// The JSON in which credential programs, containers and instances hand out keys.
struct CredentialDocument {
    /// The document.
    let value: JSONObject
    /// What gave it, as the start of a sentence.
    private let place: String

    /// Wraps a document.
    init(_ value: JSONObject, from place: String) {
        self.value = value
        self.place = place
    }

    /// Parses a JSON object; the error does not quote it.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - place: what gave it, as the start of a sentence.
    /// - Returns: the object.
    /// - Throws: ``CredentialError/Code/sourceFailed``.
    static func object(_ bytes: [UInt8], from place: String) throws(CredentialError) -> JSONObject {
        do {
            let options = JSONReadingOptions(maximumDepth: 16, maximumSize: 1 << 20)
            if let object = try JSONValue(parsing: bytes, options: options).object { return object }
        } catch {
            throw CredentialError(
                .sourceFailed,
                "\(place) gave something that is not JSON (line \(error.line))."
            )
        }
        throw CredentialError(.sourceFailed, "\(place) gave JSON that is not an object.")
    }

    /// A text that has to be there.
    ///
    /// - Parameter name: the member's name.
    /// - Returns: the text, not empty.
    /// - Throws: ``CredentialError/Code/sourceFailed``.
    func text(_ name: String) throws(CredentialError) -> String {
        if let text = value[name]?.string, !text.isEmpty { return text }
        throw CredentialError(.sourceFailed, "\(place) gave no \(name).")
    }

    /// The moment of `Expiration`, when there is one.
    ///
    /// - Returns: the moment.
    /// - Throws: ``CredentialError/Code/sourceFailed`` when it is not in ISO 8601 form.
    func expiration() throws(CredentialError) -> WallClock? {
        guard let member = value["Expiration"], !member.isNull else { return nil }
        if let moment = member.string.flatMap(InstantText.iso8601) { return moment }
        throw CredentialError(.sourceFailed, "\(place) gave an Expiration that is not in ISO 8601 form.")
    }

    /// Reads the keys.
    ///
    /// - Parameters:
    ///   - source: the source's name.
    ///   - tokenName: what the session token is called here.
    ///   - accountID: the account where the document does not name it.
    /// - Returns: the keys.
    /// - Throws: ``CredentialError/Code/sourceFailed`` when something is missing.
    func credentials(
        source: String,
        tokenName: String,
        accountID: String? = nil
    ) throws(CredentialError) -> AWSCredentials {
        let token = value[tokenName]?.string
        return AWSCredentials(
            accessKeyID: try text("AccessKeyId"),
            secretAccessKey: try text("SecretAccessKey"),
            sessionToken: token?.isEmpty == true ? nil : token,
            expiration: try expiration(),
            accountID: value["AccountId"]?.string ?? accountID,
            source: source
        )
    }
}
