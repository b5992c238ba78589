// SPDX-License-Identifier: Apache-2.0

import Glibc
import PluginABI

/// The functions of `tw_host`, which plugins call on any thread.
enum HostTable {
    /// Most tools that one call of `register_tools` may bring.
    private static let maximumTools: UInt32 = 1024

    static func make(context: UnsafeMutableRawPointer) -> tw_host {
        unsafe tw_host(
            struct_size: UInt32(MemoryLayout<tw_host>.size),
            abi_major: UInt16(TW_ABI_MAJOR),
            abi_minor: UInt16(TW_ABI_MINOR),
            context: context,
            get_service: { host, id in unsafe HostTable.service(host, id) },
            register_tools: { host, tools, count, numbers in
                unsafe HostTable.register(host, tools, count, numbers)
            },
            unregister_tools: { host, numbers, count in unsafe HostTable.unregister(host, numbers, count) },
            description_changed: { host, id in
                guard let host = unsafe host, let id = unsafe CText.string(id) else { return }
                unsafe PluginContext.from(host).connected?.descriptionChanged(id)
            }
        )
    }

    private static func service(
        _ host: UnsafePointer<tw_host>?,
        _ id: UnsafePointer<CChar>?
    ) -> UnsafeRawPointer? {
        guard let host = unsafe host, let id = unsafe CText.string(id) else { return nil }
        return unsafe PluginContext.from(host).connected?.service(id)
    }

    private static func register(
        _ host: UnsafePointer<tw_host>?,
        _ tools: UnsafePointer<tw_tool>?,
        _ count: UInt32,
        _ numbers: UnsafeMutablePointer<UInt32>?
    ) -> tw_status {
        guard let host = unsafe host, let functions = unsafe PluginContext.from(host).connected else {
            return TW_UNAVAILABLE
        }
        guard count > 0 else { return TW_OK }
        guard count <= maximumTools, let tools = unsafe tools, let numbers = unsafe numbers else {
            return TW_INVALID_ARGUMENT
        }
        // A plugin made for a later minor has longer structs; the array's stride is theirs.
        let stride = unsafe Int(tools.pointee.struct_size)
        var declarations: [ToolDeclaration] = []
        for index in 0..<Int(count) {
            // SAFETY: the plugin lends `count` structs of `stride` bytes for this call; they are copied here.
            let tool = unsafe UnsafeRawPointer(tools).advanced(by: index * stride)
                .assumingMemoryBound(to: tw_tool.self)
            let size = unsafe MemoryLayout<tw_tool>.size
            guard stride >= size, stride % 8 == 0 else {
                functions.refuseTools("tw_tool.struct_size is \(stride); \(size) bytes are due.")
                return TW_INVALID_ARGUMENT
            }
            guard let declaration = unsafe ToolDeclaration(tool.pointee) else {
                functions.refuseTools(
                    "tool \(index) lacks a name, a schema or another text, or one is not UTF-8."
                )
                return TW_INVALID_ARGUMENT
            }
            declarations.append(declaration)
        }
        switch functions.registerTools(declarations) {
        case .refused(let status): return status
        case .numbers(let given):
            for (index, number) in given.enumerated() { unsafe numbers[index] = number }
            return TW_OK
        }
    }

    private static func unregister(
        _ host: UnsafePointer<tw_host>?,
        _ numbers: UnsafePointer<UInt32>?,
        _ count: UInt32
    ) -> tw_status {
        guard let host = unsafe host, let functions = unsafe PluginContext.from(host).connected else {
            return TW_UNAVAILABLE
        }
        guard count > 0 else { return TW_OK }
        guard let numbers = unsafe numbers else { return TW_INVALID_ARGUMENT }
        // SAFETY: the plugin lends `count` numbers for this call.
        return functions.unregisterTools(unsafe Array(UnsafeBufferPointer(start: numbers, count: Int(count))))
    }
}

/// Texts that come over the border.
enum CText {
    /// Longest terminated text that is read.
    static let longest = 1 << 20

    /// Copies a terminated text; nothing for NULL, for one that is too long, and for bytes that are not UTF-8.
    static func string(_ text: UnsafePointer<CChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        // SAFETY: the plugin lends a terminated text for this call; no byte past `longest` is read.
        let count = unsafe strnlen(text, longest)
        guard count < longest else { return nil }
        return unsafe text.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }

    /// Copies bytes as text; nothing when they are not UTF-8.
    static func string(_ bytes: tw_bytes) -> String? {
        // SAFETY: the plugin lends `len` bytes for this call.
        unsafe String(validating: UnsafeBufferPointer(start: bytes.ptr, count: bytes.len), as: UTF8.self)
    }

    /// Copies bytes.
    static func array(_ bytes: tw_bytes) -> [UInt8] {
        // SAFETY: the plugin lends `len` bytes for this call.
        unsafe Array(UnsafeBufferPointer(start: bytes.ptr, count: bytes.len))
    }
}
