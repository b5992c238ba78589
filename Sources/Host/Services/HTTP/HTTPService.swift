// SPDX-License-Identifier: Apache-2.0

import HostLoader
import PluginABI

/// `tagwarden.http/1`: HTTP requests to the hosts that the plugin was granted.
enum HTTPService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_http(
            struct_size: UInt32(MemoryLayout<tw_http>.size),
            reserved: 0,
            start: { host, request, events, user, handle in
                guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
                return session.status(TW_SERVICE_HTTP) { () throws(ServiceRefusal) in
                    guard let request = unsafe request, let events = unsafe events, let handle = unsafe handle
                    else {
                        throw .argument("request, events or handle is NULL.")
                    }
                    let limit = session.machinery.options.http.headers
                    let outgoing = unsafe try OutgoingRequest(request, fieldLimit: limit)
                    let sink = unsafe try ReplySink(events, user: user)
                    // SAFETY: the plugin lends `handle` for this call; it is set before any callback can run.
                    try session.send(outgoing, sink) { unsafe handle.pointee = $0 }
                }
            },
            cancel: { host, handle in
                guard let session = unsafe ServiceSession.of(host) else { return }
                session.machinery.http.cancel(handle, owner: session.owner)
            }
        )
    )
}

extension ServiceSession {
    fileprivate func send(
        _ request: OutgoingRequest,
        _ sink: ReplySink,
        _ tell: (UInt64) -> Void
    ) throws(ServiceRefusal) {
        try hosts.check(request.address)
        let isFirstOfCall = try machinery.http.start(request, sink, owner: owner, tell: tell)
        guard isFirstOfCall else { return }
        let http = machinery.http
        let owner = owner
        plugin.onCallEnd(request.call) { http.callEnded(request.call, owner: owner) }
    }
}
