// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Testing

/// What every store of values has to do.
@Suite struct KeyValueConformanceTests {
    @Test(arguments: StoreKind.allCases)
    func `a value is read, replaced and removed`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            #expect(try store.value([1], in: "p", at: noon) == nil)
            try store.setValue([0, 255, 10], for: [1], in: "p", expires: nil)
            #expect(try store.value([1], in: "p", at: noon) == [0, 255, 10])
            try store.setValue([], for: [1], in: "p", expires: nil)
            #expect(try store.value([1], in: "p", at: noon) == [])
            try store.removeValue([1], in: "p")
            try store.removeValue([1], in: "p")
            #expect(try store.value([1], in: "p", at: noon) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `one namespace does not see another's values`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try store.setValue([1], for: [7], in: "p", expires: nil)
            try store.setValue([2], for: [7], in: "q", expires: nil)
            try store.removeValue([7], in: "q")
            #expect(try store.value([7], in: "p", at: noon) == [1])
            #expect(try store.values(withPrefix: [], in: "q", at: noon).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a value is gone at the moment it expires`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let end = noon.advanced(bySeconds: 1)
            try store.setValue([1], for: [7], in: "p", expires: end)
            #expect(try store.value([7], in: "p", at: noon) == [1])
            #expect(try store.value([7], in: "p", at: end) == nil)
            #expect(try store.values(withPrefix: [], in: "p", at: end).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `values are listed by prefix in byte order`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            for key: [UInt8] in [[2], [1, 255], [1], [1, 0], [1, 255, 255], [0]] {
                try store.setValue(key, for: key, in: "p", expires: nil)
            }
            let keys = try store.values(withPrefix: [1], in: "p", at: noon).map(\.key)
            #expect(keys == [[1], [1, 0], [1, 255], [1, 255, 255]])
        }
    }

    @Test(
        arguments: StoreKind.allCases,
        [(0, 1, false), (1, 0, true), (512, 1 << 20, true), (513, 1, false), (1, (1 << 20) + 1, false)]
    )
    func `keys and values beyond their limits are refused`(
        _ kind: StoreKind,
        _ sizes: (key: Int, value: Int, isValid: Bool)
    ) async throws {
        try await kind.withStore { store in
            let code = await storageCode {
                try store.setValue(
                    [UInt8](repeating: 1, count: sizes.value),
                    for: [UInt8](repeating: 1, count: sizes.key),
                    in: "p",
                    expires: nil
                )
            }
            #expect(code == (sizes.isValid ? nil : .invalidArgument))
        }
    }
}
