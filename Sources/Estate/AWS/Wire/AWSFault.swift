// SPDX-License-Identifier: Apache-2.0

/// An error as an AWS service reports it.
struct AWSFault: Error, Hashable, Sendable {
    /// The code as the service's protocol spells it.
    var code: String
    /// What the service says.
    var message: String
    /// The HTTP status.
    var status: Int
    /// The code under which the same error was known in the query protocol, where JSON replies still carry it.
    var queryCode: String?
    /// Headers beside those of every reply.
    var headers: [String: String] = [:]
    /// Elements beside code and message in S3's errors.
    var details: [(name: String, value: String)] {
        get { zip(detailNames, detailValues).map { ($0, $1) } }
        set { (detailNames, detailValues) = (newValue.map(\.name), newValue.map(\.value)) }
    }
    private var detailNames: [String] = []
    private var detailValues: [String] = []

    /// Whether the caller is to blame.
    var isSender: Bool { status < 500 }

    init(_ code: String, _ message: String, status: Int = 400, queryCode: String? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.queryCode = queryCode
    }
}
