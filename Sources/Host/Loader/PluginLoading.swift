// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// One load of one plugin, from dlopen to its place in the registry.
struct PluginLoading {
    let core: HostCore
    let inspection: PluginInspection

    private var place: PluginInspection.Place {
        PluginInspection.Place(plugin: inspection.manifest.id, path: inspection.library)
    }

    func run() async throws(LoadError) {
        let instance = PluginInstance(
            core: core,
            inspection: inspection,
            descriptor: try await open(),
            generation: core.registry.nextGeneration()
        )
        instance.context.connect(HostFunctions(for: instance))
        do throws(LoadError) {
            try checkNeeds(of: instance)
            try register(instance)
            try await create(instance)
        } catch {
            core.registry.remove(instance.generation)
            instance.context.connect(nil)
            // Whoever hangs in `create` still holds the services it was given.
            if error.code != .createTimedOut { core.services.release(instance.context) }
            throw error
        }
        await publish(instance)
    }

    private func open() async throws(LoadError) -> PluginDescriptor {
        let (inspection, options) = (inspection, core.options)
        let opened = await core.onHostThread(atMost: options.createTimeout) {
            Result { () throws(LoadError) in try PluginLibrary.open(inspection, options) }
        }
        guard let opened else { throw timedOut("opening its library") }
        return try opened.get()
    }

    private func timedOut(_ what: String) -> LoadError {
        place.error(
            .createTimedOut,
            "Plugin \(place.plugin) was given up: \(what) took longer than \(core.options.createTimeout).",
            "`create` has to return within ten seconds; slow work belongs into calls."
        )
    }

    private func checkNeeds(of instance: PluginInstance) throws(LoadError) {
        let missing = instance.descriptor.needs.filter {
            unsafe core.services.service($0, for: instance.context) == nil
        }
        guard missing.isEmpty else {
            throw place.error(
                .serviceMissing,
                "Plugin \(place.plugin) needs \(missing.joined(separator: ", ")), which this host does not offer.",
                "Install a newer Tagwarden, or the plugin's build for this one."
            )
        }
    }

    private func register(_ instance: PluginInstance) throws(LoadError) {
        let plugin = LoadedPlugin(
            inspection: inspection,
            generation: instance.generation,
            license: instance.descriptor.license,
            instance: instance
        )
        guard core.registry.add(plugin) else {
            throw place.error(
                .shadowed,
                "A plugin with the id \(place.plugin) is loaded already.",
                "Unload it first."
            )
        }
    }

    private func create(_ instance: PluginInstance) async throws(LoadError) {
        let name = place.plugin
        let created = await core.onHostThread(atMost: core.options.createTimeout) { instance.create() }
        guard let created else { throw timedOut("`create`") }
        guard created.status == TW_OK else {
            let reason = created.message.isEmpty ? "it gave no reason" : created.message
            throw place.error(
                .createFailed,
                "Plugin \(name) could not be created (status \(created.status)): \(reason)"
            )
        }
    }

    private func publish(_ instance: PluginInstance) async {
        let described = await core.onHostThread(atMost: core.options.createTimeout) {
            instance.describeExtensions(ExtensionID.all)
        }
        if described == nil {
            instance.report(
                .describeTimedOut,
                "Plugin \(place.plugin) hangs in `describe`: its extensions are left out.",
                severity: .error
            )
        }
        instance.activate()
        var contributions = Contributions()
        for change in described ?? [] { change.apply(to: &contributions) }
        core.registry.publish(instance.generation, withoutTakenCloud(contributions, instance))
    }

    /// Two providers of one cloud would scan everything twice: the first one stays.
    private func withoutTakenCloud(
        _ contributions: Contributions,
        _ instance: PluginInstance
    ) -> Contributions {
        guard let cloud = contributions.provider?.description.cloud,
            let first = core.registry.snapshot.providers.first(where: { $0.description.cloud == cloud })
        else { return contributions }
        instance.report(
            .cloudDuplicate,
            "Plugin \(instance.id) provides the cloud \(cloud), which plugin \(first.pluginID) provides already.",
            severity: .error
        )
        var rest = contributions
        rest.provider = nil
        return rest
    }
}

extension HostFunctions {
    /// What the host does for a plugin that it loaded.
    init(for instance: PluginInstance) {
        let core = instance.core
        unsafe self.init(
            service: { id in unsafe core.services.service(id, for: instance.context) },
            registerTools: { instance.registerTools($0) },
            unregisterTools: { numbers in
                core.registry.removeTools(numbers, from: instance.generation) ? TW_OK : TW_NOT_FOUND
            },
            descriptionChanged: { id in instance.describeAgain(id) },
            spawn: { work in core.patient.submit(work) },
            refuseTools: { reason in
                instance.report(
                    .toolInvalid,
                    "Plugin \(instance.id) registered no tools: \(reason)",
                    severity: .error
                )
            }
        )
    }
}
