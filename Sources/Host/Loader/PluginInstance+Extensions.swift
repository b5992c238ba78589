// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// Ids of the extensions that this host asks for.
enum ExtensionID {
    static let provider = TW_EXTENSION_PROVIDER
    static let exporter = TW_EXTENSION_EXPORTER
    static let generator = TW_EXTENSION_GENERATOR

    static let all = [provider, exporter, generator]
}

/// What one extension brings after it was described.
enum ExtensionChange: Sendable {
    case provider(Provider)
    case exporter(Exporter)
    case generator(Generator)

    func apply(to contributions: inout Contributions) {
        switch self {
        case .provider(let provider): contributions.provider = provider
        case .exporter(let exporter): contributions.exporter = exporter
        case .generator(let generator): contributions.generator = generator
        }
    }

    var kind: RegistryChange {
        switch self {
        case .provider: .providers
        case .exporter: .exporters
        case .generator: .generators
        }
    }
}

// MARK: - Functions that run on a host thread

extension PluginInstance {
    /// What `create` answered.
    struct Creation: Sendable {
        let status: tw_status
        let message: String
    }

    func create() -> Creation {
        guard let create = unsafe descriptor.table.create else {
            return Creation(status: TW_INTERNAL, message: "")
        }
        var made: UnsafeMutableRawPointer?
        var error = unsafe tw_bytes()
        // SAFETY: `host` is valid for ever; the answer's text is copied before the next call.
        let status = unsafe create(context.host, &made, &error)
        if status == TW_OK { unsafe setPointer(made) }
        return Creation(status: status, message: unsafe status == TW_OK ? "" : CText.string(error) ?? "")
    }

    /// Asks for extensions and has them describe themselves; what is malformed is reported and left out.
    func describeExtensions(_ ids: [String]) -> [ExtensionChange] {
        guard let find = unsafe descriptor.table.get_extension else { return [] }
        return ids.compactMap { id -> ExtensionChange? in
            // SAFETY: the instance was created and is not destroyed while a host thread describes it.
            guard let table = unsafe id.withCString({ unsafe find(pointer, $0) }) else { return nil }
            do throws(ExtensionFault) {
                return try unsafe describe(id, table)
            } catch {
                report(
                    error.code,
                    "The extension \(id) of plugin \(self.id) is left out: \(error.message)",
                    severity: .error
                )
                return nil
            }
        }
    }

    private struct ExtensionFault: Error {
        let code: PluginDiagnostic.Code
        let message: String
    }

    private func describe(_ id: String, _ table: UnsafeRawPointer) throws(ExtensionFault) -> ExtensionChange {
        do {
            switch id {
            case ExtensionID.provider:
                let table = try unsafe copy(table, tw_provider.self) { $0.struct_size }
                let bytes = try unsafe description(table.describe)
                guard unsafe table.inventory != nil, unsafe table.scopes != nil else { throw incomplete }
                return .provider(Provider(table, try ProviderDescription(parsing: bytes), self))
            case ExtensionID.exporter:
                let table = try unsafe copy(table, tw_exporter.self) { $0.struct_size }
                return .exporter(unsafe try Exporter(table, describing: description(table.describe), self))
            default:
                let table = try unsafe copy(table, tw_generator.self) { $0.struct_size }
                return .generator(unsafe try Generator(table, describing: description(table.describe), self))
            }
        } catch let fault as DescriptionFault {
            throw ExtensionFault(
                code: .descriptionInvalid,
                message: "its description is not valid: \(fault.message)"
            )
        } catch let fault as ExtensionFault {
            throw fault
        } catch {
            throw ExtensionFault(code: .descriptionInvalid, message: "\(error)")
        }
    }

    private var incomplete: ExtensionFault {
        ExtensionFault(
            code: .extensionIncomplete,
            message: "its table is short or lacks a required function."
        )
    }

    private func copy<Table>(
        _ table: UnsafeRawPointer,
        _ type: Table.Type,
        size: (Table) -> UInt32
    ) throws(ExtensionFault) -> Table {
        // SAFETY: every extension's table begins with its size (base.h, rule 2).
        let claimed = unsafe table.load(as: UInt32.self)
        let source = unsafe table.assumingMemoryBound(to: Table.self)
        guard let copied = unsafe ABIStruct.copy(source, size: claimed) else { throw incomplete }
        return copied
    }

    private typealias Describe = @convention(c) (UnsafeMutableRawPointer?) -> tw_bytes

    private func description(_ describe: Describe?) throws(ExtensionFault) -> [UInt8] {
        guard let describe = unsafe describe else { throw incomplete }
        // SAFETY: the answer is lent until the next `describe`; it is copied here.
        let bytes = unsafe describe(pointer)
        guard unsafe bytes.ptr != nil, unsafe bytes.len <= DescriptionFault.maximumSize else {
            throw ExtensionFault(code: .descriptionInvalid, message: "its description is empty or too long.")
        }
        return unsafe CText.array(bytes)
    }
}

// MARK: - What plugins ask for at run time

extension PluginInstance {
    func registerTools(_ declarations: [ToolDeclaration]) -> HostFunctions.Registration {
        var tools: [PluginTool] = []
        for declaration in declarations {
            do {
                tools.append(try PluginTool(declaration, self))
            } catch {
                report(
                    .toolInvalid,
                    "Plugin \(id) registered no tools: \(error.message)",
                    severity: .error
                )
                return .refused(TW_INVALID_ARGUMENT)
            }
        }
        switch core.registry.addTools(tools, to: generation) {
        case .success(let numbers): return .numbers(numbers)
        case .failure(let conflict):
            guard let name = conflict.name else { return .refused(TW_UNAVAILABLE) }
            report(
                .toolDuplicate,
                "Plugin \(id) registered no tools: plugin \(conflict.owner) has a tool \(name) already.",
                severity: .error
            )
            return .refused(TW_ALREADY_EXISTS)
        }
    }

    /// Asks an extension to describe itself anew, soon, on a host thread.
    func describeAgain(_ extensionID: String) {
        guard ExtensionID.all.contains(extensionID), life.withLock({ $0.phase == .active }) else { return }
        _ = descriptions.submit {
            guard self.life.withLock({ $0.beginJob() }) else { return }
            let changes = self.describeExtensions([extensionID])
            self.core.registry.update(self.generation) { contributions in
                for change in changes { change.apply(to: &contributions) }
                return Set(changes.map(\.kind))
            }
            self.endJob()
        }
    }
}
