// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import MCP
import Testing

/// The server that every transcript talks to.
enum Fixture {
    static let identity = ServerIdentity(
        name: "fixture",
        title: "Fixture",
        version: "1.2.3",
        instructions: "Call echo."
    )

    static let offer = ServerOffer(
        tools: [
            tool("slow"), tool("echo"), tool("alpha"),
            tool("echo", title: "A second echo that must not show"),
        ],
        prompts: [
            PromptDefinition(
                name: "review",
                title: "Review",
                description: "Reviews tags.",
                arguments: [
                    .init(name: "cloud", description: "Which cloud.", isRequired: true),
                    .init(name: "region"),
                ]
            )
        ],
        templates: [ResourceTemplateDefinition(uriTemplate: "fixture://scans/{id}", name: "scan")]
    )

    private static func tool(_ name: String, title: String? = nil) -> ToolDefinition {
        ToolDefinition(
            name: name,
            title: title ?? name,
            description: "Does \(name).",
            inputSchema: ["type": "object"],
            outputSchema: ["type": "object"]
        )
    }

    static func describe(_ work: SessionWork) -> JSONValue {
        var object: JSONObject
        switch work.kind {
        case .tool(let name, let arguments): object = ["tool": .string(name), "arguments": arguments]
        case .resources: object = ["resources": true]
        case .resource(let uri): object = ["resource": .string(uri)]
        case .prompt(let name, let arguments):
            object = ["prompt": .string(name), "arguments": .object(texts(arguments))]
        case .completion(let reference, let argument, let value, let others):
            object = [
                "argument": .string(argument), "value": .string(value), "others": .object(texts(others)),
            ]
            switch reference {
            case .prompt(let name): object["prompt"] = .string(name)
            case .resourceTemplate(let text): object["template"] = .string(text)
            }
        }
        object["progress"] = .bool(work.wantsProgress)
        object["level"] = JSONValue(work.logLevel?.rawValue)
        object["client"] = JSONValue(work.client.name)
        object["trace"] = .object(work.trace)
        return .object(object)
    }

    private static func texts(_ texts: [String: String]) -> JSONObject {
        JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }

    static func answer(_ value: JSONValue?) throws -> SessionAnswer {
        let value = try #require(value)
        if let tool = value["tool"] {
            return .tool(
                ToolAnswer(
                    structured: tool["structured"],
                    content: [.text(tool["text"]?.string ?? "")],
                    isError: tool["isError"] == true
                )
            )
        }
        if let uris = value["resources"]?.strings {
            return .resources(uris.map { ResourceDefinition(uri: $0, name: $0) })
        }
        if let uris = value["contents"]?.strings {
            return .contents(uris.map { ResourceContents(uri: $0, mimeType: "text/plain", text: "content") })
        }
        if let text = value["prompt"]?.string {
            return .prompt(description: "Reviews tags.", [PromptMessage(.user, .text(text))])
        }
        if let count = value["completion"]?.integer {
            return .completion((0..<count).map { "value\($0)" })
        }
        return .fault(ProtocolFault(.internalError, try #require(value["fault"]?.string)))
    }
}
