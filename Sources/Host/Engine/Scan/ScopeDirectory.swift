// SPDX-License-Identifier: Apache-2.0

import HostStorage
import JSONCodec

/// Remembers which scopes and regions each cloud's credentials open.
actor ScopeDirectory {
    private let maximumAge: Int64

    init(maximumAge: Int64) { self.maximumAge = maximumAge }
}
