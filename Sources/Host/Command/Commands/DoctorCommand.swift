// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostEngine
import HostLoader
import JSONCodec

/// `tagwarden doctor`: checks settings, state, policy, plugins and credentials, and says what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the set-up and says what to do."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        Console.claim()
        let settings = try global.settings()
        let isHealthy = try await Application.using(settings) { application in
            var checks: [JSONValue] = [
                Self.check("state", "ok", "The database in \(settings.stateDirectory) opens."),
                policy(application.engine),
            ]
            checks += plugins(application.plugins.registry)
            for provider in application.plugins.registry.providers {
                checks.append(await credentials(of: provider))
            }
            Console.print(output.format.text(of: ["checks": .array(checks)]))
            return checks.allSatisfy { $0["status"] != "error" }
        }
        if !isHealthy { throw ExitCode(ExitStatus.failed) }
    }

    private static func check(_ name: String, _ status: String, _ detail: String) -> JSONValue {
        ["check": .string(name), "status": .string(status), "detail": .string(detail)]
    }

    private func policy(_ engine: Engine) -> JSONValue {
        let document = engine.policyDocument()
        let isValid = document.json["valid"]?.bool ?? true
        return Self.check("policy", isValid ? "ok" : "error", document.summary)
    }

    private func plugins(_ registry: RegistrySnapshot) -> [JSONValue] {
        var checks = registry.plugins.map {
            Self.check(
                "plugin \($0.id)",
                "ok",
                "Version \($0.inspection.manifest.version) is loaded from \($0.inspection.folder)."
            )
        }
        checks += registry.diagnostics.map {
            Self.check(
                "plugin \($0.plugin)",
                $0.severity == .error ? "error" : "warning",
                "\($0.summary) \($0.detail)"
            )
        }
        if registry.providers.isEmpty {
            checks.append(
                Self.check(
                    "providers",
                    "error",
                    "No provider is loaded. Install one, or name its folder with --plugin-dir."
                )
            )
        }
        return checks
    }

    /// Asks a provider for its scopes, which needs working credentials and no more.
    private func credentials(of provider: Provider) async -> JSONValue {
        let name = "credentials \(provider.description.cloud)"
        do {
            let scopes = try await provider.scopes(CallOptions(deadline: .seconds(30)))
            let usable = scopes["scopes"]?.array?.filter { $0["status"] == "usable" } ?? []
            let ids = usable.compactMap { $0["id"]?.string }.joined(separator: ", ")
            guard !usable.isEmpty else {
                return Self.check(name, "error", scopes["detail"]?.string ?? "The credentials open no scope.")
            }
            let regions = usable.reduce(0) { $0 + ($1["regions"]?.array?.count ?? 0) }
            return Self.check(name, "ok", "They open \(ids) with \(regions) regions.")
        } catch {
            return Self.check(
                name,
                "error",
                [error.message, error.hint].compactMap(\.self).joined(separator: " ")
            )
        }
    }
}
