// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import MCP
import Testing

@Suite struct TranscriptTests {
    @Test func `the transcripts are there`() {
        #expect(Transcript.all.count >= 30)
        let bad = Transcript.all.filter { $0.file == "bad-input.json" }
        #expect(bad.reduce(0) { $0 + $1.steps.count } >= 60)
    }

    @Test(arguments: Transcript.all)
    func `a session says what the transcript says, and nothing else`(transcript: Transcript) throws {
        var player = Player(transcript)
        for step in transcript.steps { try player.play(step) }
    }
}
