// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// MARK: - Targets
//
// One section per target with its test target, sections in dependency order.
// docs/architecture.md states the rule that each `dependencies:` list obeys.

/// The two targets of one plugin: its logic, which tests import, and its entry point, which nothing imports.
///
/// The pair is needed because SwiftPM links every test target into one image: two plugins in that image
/// would define the entry symbol twice.
func plugin(_ name: String, folder: String, libraries: [String] = []) -> [Target] {
    [
        .target(
            name: "\(name)Provider",
            // Contains `Kit`, a link to Sources/PluginKit: see docs/adr/0003-one-copy-of-each-module.md.
            dependencies: ["PluginABI"] + libraries.map { .target(name: $0) },
            path: "Plugins/\(folder)/Provider"
        ),
        .target(
            name: "\(name)Plugin",
            dependencies: ["PluginABI", .target(name: "\(name)Provider")],
            path: "Plugins/\(folder)/Entry",
            linkerSettings: [
                .unsafeFlags([
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/scripts/plugin.exports",
                    "-Xlinker", "-z", "-Xlinker", "nodelete",
                ])
            ]
        ),
        .testTarget(
            name: "\(name)ProviderTests",
            dependencies: [.target(name: "\(name)Provider")],
            exclude: ["Cases"]
        ),
    ]
}

let package = Package(
    name: "tagwarden",
    products: [
        .executable(name: "tagwarden", targets: ["tagwarden"]),
        .executable(name: "tagwarden-estate", targets: ["tagwarden-estate"]),
        .library(name: "PluginABI", targets: ["PluginABI"]),
        .library(name: "PluginKit", type: .dynamic, targets: ["PluginKit"]),
        .library(name: "AWSPlugin", type: .dynamic, targets: ["AWSPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // System libraries
        .systemLibrary(
            name: "CCrypto",
            path: "Sources/System/CCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CCurl",
            path: "Sources/System/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CPCRE2",
            path: "Sources/System/CPCRE2",
            pkgConfig: "libpcre2-8",
            providers: [.apt(["libpcre2-dev"])]
        ),
        .systemLibrary(
            name: "CXML2",
            path: "Sources/System/CXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]
        ),

        // The contract
        .target(name: "PluginABI"),
        .testTarget(name: "PluginABITests", dependencies: ["PluginABI"]),

        .target(name: "PluginKit", dependencies: ["PluginABI"]),
        .testTarget(name: "PluginKitTests", dependencies: ["PluginKit"]),

        // Pure cores
        .target(name: "JSONCodec"),
        .testTarget(name: "JSONCodecTests", dependencies: ["JSONCodec"]),

        .target(name: "JSONSchema", dependencies: ["CPCRE2", "JSONCodec"]),
        .testTarget(name: "JSONSchemaTests", dependencies: ["JSONCodec", "JSONSchema"], exclude: ["Cases"]),

        .target(name: "Inventory"),

        .target(name: "TagPolicy", dependencies: ["CPCRE2", "Inventory", "JSONCodec"]),
        .testTarget(
            name: "TagPolicyTests",
            dependencies: ["Inventory", "JSONCodec", "TagPolicy"],
            exclude: ["Cases"]
        ),

        .target(name: "MCP", dependencies: ["JSONCodec"]),
        .testTarget(name: "MCPTests", dependencies: ["JSONCodec", "MCP"], exclude: ["Transcripts"]),

        // The host
        .target(
            name: "HostLoader",
            dependencies: [
                "Inventory", "JSONCodec", "JSONSchema", "PluginABI",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Host/Loader"
        ),
        .testTarget(
            name: "HostLoaderTests",
            dependencies: ["HostLoader", "Inventory", "JSONCodec", "PluginABI"],
            exclude: ["Fixtures"]
        ),

        .target(name: "HostShims", dependencies: ["CCurl"], path: "Sources/Host/Shims"),

        .target(
            name: "HostServices",
            dependencies: [
                "CCrypto", "CCurl", "HostLoader", "HostShims", "JSONCodec", "PluginABI",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Host/Services"
        ),
        .testTarget(
            name: "HostServicesTests",
            dependencies: ["HostLoader", "HostServices", "JSONCodec", "PluginABI"]
        ),

        .target(
            name: "HostStorage",
            dependencies: ["Inventory", "JSONCodec", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Sources/Host/Storage"
        ),
        .testTarget(
            name: "HostStorageTests",
            dependencies: [
                "HostStorage", "Inventory", "JSONCodec", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),

        .target(
            name: "HostEngine",
            dependencies: [
                "HostLoader", "HostStorage", "Inventory", "JSONCodec", "TagPolicy",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Host/Engine"
        ),
        .testTarget(
            name: "HostEngineTests",
            dependencies: [
                "HostEngine", "HostLoader", "HostStorage", "Inventory", "JSONCodec", "TagPolicy",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .target(
            name: "HostServer",
            dependencies: [
                "HostEngine", "HostLoader", "HostStorage", "Inventory", "JSONCodec", "JSONSchema", "MCP",
                "TagPolicy",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Host/Server"
        ),
        .testTarget(
            name: "HostServerTests",
            dependencies: [
                "HostEngine", "HostServer", "JSONCodec", "JSONSchema", "MCP",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .executableTarget(
            name: "tagwarden",
            dependencies: [
                "HostEngine", "HostLoader", "HostServer", "HostServices", "HostStorage", "Inventory",
                "JSONCodec",
                "JSONSchema", "MCP", "TagPolicy",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Host/Command"
        ),

        .testTarget(name: "CommandTests", dependencies: ["JSONCodec", "tagwarden"]),

        // The emulated clouds: a program of its own, so that the host stays free of cloud code
        .target(
            name: "Estate",
            dependencies: [
                "CCrypto", "JSONCodec",
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ]
        ),
        .testTarget(name: "EstateTests", dependencies: ["Estate", "JSONCodec"]),

        .executableTarget(
            name: "tagwarden-estate",
            dependencies: [
                "Estate", "JSONCodec",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/EstateCommand",
            resources: [.embedInCode("demo-estate.json")]
        ),

        // Figures: `make bench`
        .executableTarget(
            name: "tagwarden-bench",
            dependencies: [
                "HostLoader", "Inventory", "JSONCodec", "PluginABI", "TagPolicy",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/Sources"
        ),
    ]
        + plugin("AWS", folder: "aws", libraries: ["CCrypto", "CXML2"]),
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17
)

// MARK: - Settings every target shares

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),  // SE-0335
            .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
            .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
            .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
            .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
            .strictMemorySafety(),  // SE-0458
            .treatAllWarnings(as: .error),  // SE-0480
            .treatWarning("ExplicitSendable", as: .error),
            .treatWarning("DeprecatedDeclaration", as: .warning),
        ]
    target.cSettings =
        (target.cSettings ?? []) + [
            .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
        ]
}
