// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// The extension "tagwarden.provider/1" over a ``ProviderPlugin``.
enum ProviderTable {
    /// One constant table for all providers: each function finds its plugin through `instance`.
    nonisolated(unsafe) static let pointer: UnsafePointer<tw_provider> = {  // never changed, never freed
        let memory = UnsafeMutablePointer<tw_provider>.allocate(capacity: 1)
        unsafe memory.initialize(
            to: tw_provider(
                struct_size: UInt32(MemoryLayout<tw_provider>.size),
                reserved: 0,
                describe: { unsafe ProviderTable.describe($0) },
                scopes: { unsafe ProviderTable.run($0, $1) { try await $0.scopes($1) } },
                inventory: { unsafe ProviderTable.run($0, $1) { try await $0.inventory($1) } },
                lookup: { unsafe ProviderTable.run($0, $1) { try await $0.lookup($1) } },
                costs: nil
            )
        )
        return unsafe UnsafePointer(memory)
    }()

    private static func describe(_ pointer: UnsafeMutableRawPointer?) -> tw_bytes {
        guard let instance = unsafe PluginTable.instance(pointer) else { return unsafe tw_bytes() }
        // SAFETY: the bytes live as long as the instance.
        return unsafe tw_bytes(
            ptr: instance.description.bytes.baseAddress,
            len: instance.description.bytes.count
        )
    }

    private static func run(
        _ pointer: UnsafeMutableRawPointer?,
        _ call: UnsafePointer<tw_call>?,
        _ operation: @escaping @Sendable (any ProviderPlugin, PluginCall) async throws -> JSONObject
    ) {
        guard let call = unsafe call else { return }
        guard let instance = unsafe PluginTable.instance(pointer),
            let provider = instance.plugin as? any ProviderPlugin
        else {
            unsafe call.pointee.ops.pointee.done?(call, TW_UNIMPLEMENTED, tw_owned())
            return
        }
        unsafe instance.run(call) { try await operation(provider, $0) }
    }
}
