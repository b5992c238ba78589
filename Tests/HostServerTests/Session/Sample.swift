// SPDX-License-Identifier: Apache-2.0

import HostServer
import JSONCodec
import MCP

/// A tool made of a closure.
struct Sample: ServerTool {
    let definition: ToolDefinition
    let body: @Sendable (JSONValue, ToolContext) async throws(ToolError) -> ToolOutcome

    init(
        _ name: String,
        input: JSONValue = ["type": "object"],
        output: JSONValue = ["type": "object"],
        _ body: @escaping @Sendable (JSONValue, ToolContext) async throws(ToolError) -> ToolOutcome
    ) {
        definition = ToolDefinition(
            name: name,
            title: name,
            description: "Does \(name).",
            inputSchema: input,
            outputSchema: output
        )
        self.body = body
    }

    func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        try await body(arguments, context)
    }

    static let echo = Sample("echo") { (arguments, _) throws(ToolError) in
        ToolOutcome(structured: ["echo": arguments], summary: "It echoed.")
    }

    static let strict = Sample(
        "strict",
        input: [
            "type": "object", "additionalProperties": false,
            "properties": [
                "filters": [
                    "type": "object",
                    "properties": ["regions": ["type": "array", "items": ["type": "string"]]],
                ]
            ],
        ]
    ) { (_, _) throws(ToolError) in ToolOutcome(structured: [:], summary: "") }

    static let broken = Sample("broken", output: ["type": "object", "required": ["total"]]) {
        (_, _) throws(ToolError) in ToolOutcome(structured: [:], summary: "")
    }

    static let failing = Sample("failing") { (_, _) throws(ToolError) in
        throw ToolError(
            .accessDenied,
            "The password hunter2 was refused.",
            hint: "Do not use hunter2.",
            details: ["tried": ["hunter2", 1]]
        )
    }

    static let steps = Sample("steps") { (_, context) throws(ToolError) in
        for step in 0...100 { context.progress(Double(step), of: 100, "step \(step), hunter2") }
        context.log(.warning, "Nearly done.", ["left": 0])
        return ToolOutcome(
            structured: [:],
            summary: "",
            links: [ResourceLink(.init(uri: "x:more", name: "more"))]
        )
    }

    static let badSchema = Sample("bad_schema", input: ["type": "objekt"]) { (_, _) throws(ToolError) in
        ToolOutcome(structured: [:], summary: "")
    }

    static let tools: [any ServerTool] = [echo, strict, broken, failing, steps, badSchema]

    /// A tool that runs until it is cancelled, and tells when it began and when it was.
    static func endless(began: Gate, cancelled: Gate) -> Sample {
        Sample("endless") { (_, _) throws(ToolError) in
            began.open()
            await Gate().wait()
            cancelled.open()
            throw ToolError(.cancelled, "It was cancelled.")
        }
    }

    /// A tool that runs until it is let go.
    static func held(by gate: Gate, began: Gate) -> Sample {
        Sample("held") { (_, _) throws(ToolError) in
            began.open()
            await gate.wait()
            return ToolOutcome(structured: ["held": true], summary: "")
        }
    }
}

/// Opens once; whoever waits goes on then, or when cancelled.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func open() { continuation.yield() }

    func wait() async { for await _ in stream { return } }
}

struct SampleResources: ResourceSource {
    let templates = [ResourceTemplateDefinition(uriTemplate: "x:{id}", name: "x")]

    func list() async throws(ToolError) -> [ResourceDefinition] {
        [ResourceDefinition(uri: "x:more", name: "more")]
    }

    func read(_ uri: String) async throws(ToolError) -> [ResourceContents]? {
        if uri == "x:locked" { throw ToolError(.accessDenied, "x:locked needs hunter2.") }
        guard uri == "x:more" else { return nil }
        return [ResourceContents(uri: uri, mimeType: "text/plain", text: "more")]
    }
}

struct SamplePrompt: ServerPrompt {
    let definition = PromptDefinition(name: "review", arguments: [.init(name: "cloud", isRequired: true)])

    func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage] {
        [PromptMessage(.user, .text("Review \(arguments["cloud"] ?? "nothing")."))]
    }
}
