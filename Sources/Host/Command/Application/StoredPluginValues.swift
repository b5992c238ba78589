// SPDX-License-Identifier: Apache-2.0
import HostServices
import HostStorage

/// The `tagwarden.kv/1` service's values, kept in the store.
struct StoredPluginValues: KeyValueBacking {
    /// Where they are kept.
    let store: any KeyValueStore
}
