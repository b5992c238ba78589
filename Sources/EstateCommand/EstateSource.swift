// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Estate
import Foundation

/// Which estate a command is about: a file, a generated one, or the embedded one.
struct EstateSource: ParsableArguments {
    @Option(help: "Description of the estate (JSON). Default: the embedded demonstration estate.")
    var estate: String?

    @Option(help: "Generate the estate instead: \"scopes=1,regions=3,resources=5000\".")
    var generate: String?

    @Option(help: "Seed of the generated estate; the same seed gives the same estate.")
    var seed: UInt64 = 1

    func described() throws -> DescribedEstate {
        if let generate {
            return EstateGenerator(try EstateGenerator.Size(parsing: generate), seed: seed).estate()
        }
        guard let estate else { return try DescribedEstate(parsing: PackageResources.demo_estate_json) }
        guard let bytes = FileManager.default.contents(atPath: estate) else {
            throw EstateError(.description, "The estate '\(estate)' cannot be read. Check the path.")
        }
        do {
            return try DescribedEstate(parsing: [UInt8](bytes))
        } catch {
            throw EstateError(error.code, "The estate '\(estate)' cannot be used. \(error.message)")
        }
    }
}
