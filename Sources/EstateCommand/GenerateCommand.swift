// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Estate
import Foundation
import JSONCodec

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes the description of an estate as JSON to standard output."
    )

    @OptionGroup var source: EstateSource

    func run() throws {
        let document = try source.described().json().bytes(.init(isPretty: true))
        try FileHandle.standardOutput.write(contentsOf: Data(document + [0x0A]))
    }
}
