// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
@testable import HostLoader
import Inventory
import TagPolicy
import Testing

/// The account of one scan, without any scan.
@Suite struct CellLedgerTests {
    private static let types: [CloudProfile.ResourceType] = [
        .init(type: "vm"), .init(type: "bucket", isRegional: false),
    ]

    private func ledger(_ cells: CoverageCell...) -> CellLedger {
        CellLedger(cloud: "sky", asked: Set(cells), types: Self.types)
    }

    @Test func `a row belongs to the cell of its scope, region and type`() {
        var ledger = ledger(place("vm", "north"), place("vm", "south"))
        #expect(ledger.place(thing("a")) == .open(place("vm", "north")))
        #expect(ledger.place(thing("a", "vm", "south")) == .open(place("vm", "south")))
        #expect(ledger.place(thing("a", "vm", "west")) == .unasked)
        #expect(ledger.place(thing("a", scope: "two")) == .unasked)
        #expect(ledger.place(thing("a", "disk")) == .unasked)
        #expect(ledger.unasked == 3)
    }

    @Test func `a row of a type without regions belongs to the global cell whatever region it names`() {
        var ledger = ledger(place("bucket", "global"))
        #expect(ledger.place(thing("a", "bucket", "west")) == .open(place("bucket", "global")))
        #expect(ledger.place(thing("a", "bucket", "global")) == .open(place("bucket", "global")))
    }

    @Test func `an end that nobody asked for is none`() {
        var ledger = ledger(place("vm", "north"))
        #expect(ledger.end(place("vm", "south"), CoverageOutcome(.answered)) == nil)
        #expect(ledger.ended.isEmpty)
    }

    @Test(arguments: [CoverageOutcome.Status.refused, .throttled, .failed, .notCovered])
    func `a count is only compared where the list is said to be whole`(_ status: CoverageOutcome.Status) {
        var ledger = ledger(place("vm", "north"))
        _ = ledger.place(thing("a"))
        let outcome = ledger.end(place("vm", "north"), CoverageOutcome(status, resources: 50))
        #expect(outcome?.status == status)
        #expect(outcome?.resources == 1)
    }

    @Test func `closing ends what is open and nothing else`() {
        var ledger = ledger(place("vm", "north"), place("vm", "south"))
        _ = ledger.place(thing("a", "vm", "south"))
        _ = ledger.end(place("vm", "north"), CoverageOutcome(.answered))
        ledger.close(CoverageOutcome(.failed, code: "deadline_exceeded"))
        #expect(ledger.open.isEmpty)
        #expect(ledger.ended[place("vm", "north")]?.status == .answered)
        #expect(
            ledger.ended[place("vm", "south")]
                == CoverageOutcome(.failed, resources: 1, code: "deadline_exceeded")
        )
        #expect(ledger.spoiled.isEmpty)
    }

    @Test(arguments: [0, 1, 5, 10, 11])
    func `the first elements are those of a sort`(_ limit: Int) {
        let numbers = (0..<10).map { ($0 * 7) % 10 }
        var first = FirstElements<Int>(limit, by: <)
        for number in numbers { first.insert(number) }
        #expect(first.sorted == Array(numbers.sorted().prefix(limit)))
    }

    @Test func `a provider's description becomes a profile without loss`() {
        var description = ProviderDescription(
            cloud: "sky",
            title: "The sky",
            keyCase: .lowercase,
            resourceTypes: [
                .init("vm", title: "Machine", generic: "virtual_machine"), .init("zone", regional: false),
            ]
        )
        description.scopeTerm = "project"
        description.idPrefixes = ["sky://"]
        let meanings = ProviderDescription.Filter.Meaning.allCases
        description.filters = meanings.map {
            .init(name: $0.rawValue, aliases: ["a"], means: $0, description: "d")
        }
        let profile = CloudProfile(description)
        #expect(
            profile.resourceTypes == [
                .init(type: "vm", title: "Machine", generic: "virtual_machine"),
                .init(type: "zone", isRegional: false),
            ]
        )
        #expect(profile.keyCase == .lowercase)
        #expect(profile.scopeTerm == "project")
        #expect(profile.filters.map(\.meaning.rawValue) == meanings.map(\.rawValue))
        #expect(profile.filters.allSatisfy { $0.aliases == ["a"] && $0.description == "d" })
        #expect(profile.traits.genericTypes == ["virtual_machine": ["vm"]])
    }
}
