// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct ServiceFaultTests {
    private static let call = ServiceCall(.ecs, "ListClusters", region: "eu-west-1", .json([:]))

    @Test(arguments: [
        ("RequestLimitExceeded", 503, AWSFault.Kind.throttled), ("SlowDown", 503, .throttled),
        ("Odd", 429, .throttled),
        ("UnauthorizedOperation", 403, .refused), ("Odd", 403, .refused), ("ExpiredToken", 400, .credentials),
        ("AuthFailure", 401, .credentials), ("OptInRequired", 403, .regionDisabled), ("Odd", 500, .transient),
        ("InvalidInstanceID.NotFound", 400, .notFound), ("ResourceNotFoundException", 404, .notFound),
        ("ValidationError", 400, .other), ("PermanentRedirect", 301, .redirected),
    ])
    func `a code means the same for every service`(code: String, status: Int, kind: AWSFault.Kind) {
        #expect(FaultCodes.kind(code: code, status: status) == kind)
    }

    @Test(arguments: [
        ("com.amazonaws.dynamodb.v20120810#ThrottlingException", "ThrottlingException"),
        ("AccessDeniedException:http://internal.amazon.com/", "AccessDeniedException"), ("Bare", "Bare"),
        ("", ""),
    ])
    func `the code of a JSON error stands between hash and colon`(type: String, code: String) {
        #expect(FaultReader.bareCode(type) == code)
    }

    @Test(
        arguments: [
            ("User: x is not authorized to perform: ecs:ListClusters on resource: *", "ecs:ListClusters"),
            ("not authorized to perform: execute-api:Invoke.", "execute-api:Invoke"), ("No.", nil),
            ("perform: it", nil),
        ] as [(String, String?)]
    )
    func `the missing permission is the one that AWS names`(message: String, permission: String?) {
        #expect(FaultReader.permission(in: message) == permission)
    }

    @Test func `a JSON error with status 200 is an error`() {
        let reply = HTTPResponse.text(200, #"{"__type":"x#AccessDeniedException","message":"No."}"#)
        let fault = #expect(throws: AWSFault.self) { try ServiceReply(Self.call, reply, hiding: []) }
        #expect(fault?.kind == .refused)
        #expect(fault?.permission == "ecs:ListClusters")
    }

    @Test(
        arguments: [("2", Duration.seconds(2)), ("0.5", .milliseconds(500)), ("soon", nil), ("-1", nil)]
            as [(String, Duration?)]
    )
    func `a wait is read when it is one`(text: String, wait: Duration?) {
        let reply = HTTPResponse.text(429, "{}", headers: [("retry-after", text)])
        let fault = #expect(throws: AWSFault.self) { try ServiceReply(Self.call, reply, hiding: []) }
        #expect(fault?.retryAfter == wait)
    }

    @Test(arguments: [
        "<a>&lol;</a>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1/x'><a/>", "<a><b></a></b>", "<a", "\u{0}",
        "<a/><b/>",
        String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100),
    ])
    func `hostile XML is an error`(text: String) {
        #expect(throws: XMLError.self) { try XMLReader.read(Array(text.utf8)) }
    }

    @Test func `large XML is read in pieces`() throws {
        let items = (0..<20_000).map { "<item><id>number \($0)</id></item>" }.joined()
        let root = try XMLReader.read(Array("<set>\(items)</set>".utf8)).root
        #expect(root.children.map { $0["id"]?.text ?? "" }.count == 20_000)
        #expect(root.children.map { $0["id"]?.text ?? "" }.last == "number 19999")
    }
}
