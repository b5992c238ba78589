// SPDX-License-Identifier: Apache-2.0

public import PluginABI

/// The C descriptor of a plugin, made once and kept for the life of the process.
///
/// In the file that defines the entry point:
///
///     private let table = PluginTable(MyPlugin.self) { host, instance, error in
///         unsafe PluginTable.create(MyPlugin.self, host, instance, error)
///     }
///     @c @implementation
///     public func tagwarden_plugin_entry(…) -> UnsafePointer<tw_plugin>? { unsafe table.pointer }
@safe
public struct PluginTable: @unchecked Sendable {  // points to memory that nobody changes any more
    /// What the entry point returns.
    public let pointer: UnsafePointer<tw_plugin>

    /// The type of the contract's `create`.
    public typealias Create =
        @convention(c) (
            UnsafePointer<tw_host>?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            UnsafeMutablePointer<tw_bytes>?
        ) -> Int32

    /// Fills a descriptor.
    ///
    /// - Parameters:
    ///   - type: the plugin.
    ///   - create: a closure that calls ``create(_:_:_:_:)`` with the same type. It must be written where the
    ///     type is known, because a C function cannot be generic.
    public init<Made: Plugin>(_ type: Made.Type, create: @escaping Create) {
        let identity = type.identity
        // SAFETY: allocated once a process and never freed, as the contract asks of a descriptor; the texts
        // are constants of the library, which is never unmapped.
        let memory = UnsafeMutablePointer<tw_plugin>.allocate(capacity: 1)
        unsafe memory.initialize(
            to: tw_plugin(
                magic: 0x4C50_5754,  // TW_PLUGIN_MAGIC, a macro that Swift cannot read
                struct_size: UInt32(MemoryLayout<tw_plugin>.size),
                abi_major: UInt16(TW_ABI_MAJOR),
                abi_minor: UInt16(TW_ABI_MINOR),
                flags: 0,
                id: Self.text(identity.id),
                version: Self.text(identity.version),
                title: Self.text(identity.title),
                license: Self.text(identity.license),
                needs: Self.list(identity.needs),
                create: create,
                invoke: nil,
                cancel: { unsafe PluginTable.instance($0)?.cancel($1) },
                drain: { unsafe PluginTable.drain($0, $1, $2) },
                destroy: { unsafe PluginTable.destroy($0) },
                get_extension: { unsafe PluginTable.findExtension($0, $1) }
            )
        )
        unsafe pointer = UnsafePointer(memory)
    }

    /// Makes the instance; what a descriptor's `create` does.
    ///
    /// - Parameters:
    ///   - type: the plugin.
    ///   - host: the host, as `create` got it.
    ///   - instance: where the instance goes.
    ///   - error: where a reason goes.
    /// - Returns: TW_OK or another status number.
    @unsafe
    public static func create(
        _ type: any Plugin.Type,
        _ host: UnsafePointer<tw_host>?,
        _ instance: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
        _ error: UnsafeMutablePointer<tw_bytes>?
    ) -> Int32 {
        guard let pointer = unsafe host, let place = unsafe instance else { return TW_INVALID_ARGUMENT }
        let host = unsafe PluginHost(pointer)
        do {
            let made = PluginInstance(try type.init(host: host), host: host)
            // SAFETY: balanced by `destroy`.
            unsafe place.pointee = Unmanaged.passRetained(made).toOpaque()
            return TW_OK
        } catch let failure {
            let message = (failure as? PluginError)?.description ?? "\(failure)"
            unsafe error?.pointee = CreationFailure.keep(message)
            return (failure as? PluginError)?.code.status ?? TW_UNKNOWN
        }
    }

    // MARK: Functions of the table

    @unsafe
    static func instance(_ pointer: UnsafeMutableRawPointer?) -> PluginInstance? {
        // SAFETY: `create` retained it, and the host calls nothing after `destroy`.
        unsafe pointer.map { unsafe Unmanaged<PluginInstance>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func drain(
        _ pointer: UnsafeMutableRawPointer?,
        _ user: UnsafeMutableRawPointer?,
        _ drained: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?
    ) {
        nonisolated(unsafe) let user = unsafe user  // the host's own, handed back to it untouched
        guard let instance = unsafe instance(pointer) else {
            unsafe drained?(user)
            return
        }
        instance.drain { unsafe drained?(user) }
    }

    private static func destroy(_ pointer: UnsafeMutableRawPointer?) {
        // SAFETY: balances `create`; the host calls it once.
        unsafe pointer.map { unsafe Unmanaged<PluginInstance>.fromOpaque($0).release() }
    }

    private static func findExtension(
        _ pointer: UnsafeMutableRawPointer?,
        _ id: UnsafePointer<CChar>?
    ) -> UnsafeRawPointer? {
        guard let instance = unsafe instance(pointer), let id = unsafe id else { return nil }
        let isProvider = unsafe String(cString: id) == TW_EXTENSION_PROVIDER
        guard isProvider, instance.plugin is any ProviderPlugin else { return nil }
        return unsafe UnsafeRawPointer(ProviderTable.pointer)
    }

    // MARK: Constants

    @unsafe
    private static func text(_ text: StaticString) -> UnsafePointer<CChar>? {
        // SAFETY: a static string of more than one scalar lies in the library, terminated by zero.
        unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    @unsafe
    private static func list(_ texts: [StaticString]) -> UnsafePointer<UnsafePointer<CChar>?>? {
        guard !texts.isEmpty else { return nil }
        // SAFETY: never freed, as the descriptor that holds it.
        let memory = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
        for (place, item) in texts.enumerated() { unsafe (memory + place).initialize(to: text(item)) }
        unsafe (memory + texts.count).initialize(to: nil)
        return unsafe UnsafePointer(memory)
    }
}
