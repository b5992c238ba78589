// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import HostLoader
import Inventory
import JSONCodec
import Logging
import PluginABI
import TagPolicy

/// Measures the engine's parts in one process and prints one JSON object a line.
@main
struct BenchmarkProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tagwarden-bench",
        abstract: "Measures policy evaluation, plugin loading and call overhead."
    )

    @Option(help: "The policy.")
    var policy: String

    @Option(help: "A folder of plugin folders; each registers the tool that --tool names or one of its own.")
    var plugins: String?

    @Option(help: "A tool of these plugins that takes {\"name\": text}.")
    var tool = "hello"

    func run() async throws {
        try evaluation()
        if let plugins { try await loading(plugins) }
    }

    // MARK: Policy

    private func evaluation() throws {
        let parsed = try TagPolicy(parsing: Array(Data(contentsOf: URL(filePath: policy))))
        let resources = SampleEstate.resources(count: 100_000)
        let types = Set(resources.map(\.type)).sorted()
        let traits = CloudTraits(cloud: "aws", keyCase: .sensitive, resourceTypes: types, genericTypes: [:])
        let evaluator = PolicyEvaluator(try CompiledPolicy(parsed, clouds: [traits]))
        var findings: [Finding] = []
        var compliant = 0
        let best = Stopwatch.best(of: 7) {
            findings.removeAll(keepingCapacity: true)
            compliant = 0
            for resource in resources where evaluator.evaluate(resource, into: &findings) == .compliant {
                compliant += 1
            }
        }
        report([
            "benchmark": "policy_evaluation", "resources": JSONValue(resources.count),
            "findings": JSONValue(findings.count), "compliant": JSONValue(compliant),
            "seconds": .number(best), "resources_per_second": .number(Double(resources.count) / best),
        ])
    }

    // MARK: Plugins

    private func loading(_ folder: String) async throws {
        let host = PluginHost(options: options(folder), services: NoServices(), logger: Self.logger)
        let start = ContinuousClock.now
        await host.loadAll()
        let seconds = Stopwatch.seconds(since: start)
        let registry = host.registry
        report([
            "benchmark": "plugin_load", "plugins": JSONValue(registry.plugins.count),
            "diagnostics": JSONValue(registry.diagnostics.map(\.summary)),
            "seconds": .number(seconds),
        ])
        if let tool = registry.tools.first(where: { $0.name == tool }) { try await calling(tool) }
        await host.shutdown(within: .seconds(3))
    }

    private func options(_ folder: String) -> LoaderOptions {
        var options = LoaderOptions()
        options.pluginFolders = [folder]
        return options
    }

    private func calling(_ tool: PluginTool) async throws {
        let arguments: JSONValue = ["name": "Ada"]
        let calls = 20_000
        var best = Double.infinity
        for _ in 0..<5 {
            let start = ContinuousClock.now
            for _ in 0..<calls { _ = try await tool.call(arguments) }
            best = min(best, Stopwatch.seconds(since: start) / Double(calls))
        }
        report(["benchmark": "tool_call", "calls": JSONValue(calls), "seconds_per_call": .number(best)])
    }

    private static let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    private func report(_ value: JSONValue) { print(value.text()) }
}

/// Offers plugins nothing.
private struct NoServices: ServiceSource {
    func service(_ id: String, for plugin: PluginContext) -> UnsafeRawPointer? { nil }
    func release(_ plugin: PluginContext) {}
}
