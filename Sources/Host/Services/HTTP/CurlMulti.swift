// SPDX-License-Identifier: Apache-2.0

import CCurl
import HostShims

/// The libcurl multi handle: it drives all transfers and owns the connections that they share.
@safe
final class CurlMulti: @unchecked Sendable {  // `wake` is thread-safe in libcurl; the rest is the loop's
    private let handle: UnsafeMutableRawPointer

    /// libcurl asks for this once before anything else.
    private static let isInitialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(connections: Int) throws(ServiceRefusal) {
        guard Self.isInitialized, let handle = unsafe curl_multi_init() else {
            throw ServiceRefusal(.unavailable, "libcurl could not be started.")
        }
        // SAFETY: freed in `deinit` only.
        unsafe self.handle = handle
        unsafe _ = host_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS.rawValue, connections)
        unsafe _ = host_curl_multi_set_long(handle, CURLMOPT_PIPELINING.rawValue, Int(CURLPIPE_MULTIPLEX))
    }

    deinit {
        // SAFETY: every easy handle was taken out before.
        unsafe curl_multi_cleanup(handle)
    }

    /// Adds a transfer; it begins with the next `perform`.
    func add(_ easy: CurlEasy) -> Bool {
        // SAFETY: the caller keeps `easy` until `remove`.
        unsafe curl_multi_add_handle(handle, easy.handle) == CURLM_OK
    }

    /// Takes a transfer out; an unfinished one loses its connection.
    func remove(_ easy: CurlEasy) {
        // SAFETY: `easy` was added before.
        unsafe _ = curl_multi_remove_handle(handle, easy.handle)
    }

    /// Moves every transfer on, calling its callbacks.
    func perform() {
        var running: Int32 = 0
        // SAFETY: on the loop's thread only.
        unsafe _ = curl_multi_perform(handle, &running)
    }

    /// Waits for the network, a timer of libcurl, or `wake`.
    func poll(milliseconds: Int32) {
        // SAFETY: on the loop's thread only.
        unsafe _ = curl_multi_poll(handle, nil, 0, milliseconds, nil)
    }

    /// Ends the current or the next `poll`, from any thread.
    func wake() {
        // SAFETY: libcurl allows this call from any thread while the handle lives.
        unsafe _ = curl_multi_wakeup(handle)
    }

    /// Takes the next finished transfer: the key of its easy handle, and how it ended.
    func nextFinished() -> (key: UInt, code: CURLcode)? {
        var remaining: Int32 = 0
        // SAFETY: the message is valid until the next call into the multi handle; it is copied here.
        while let message = unsafe curl_multi_info_read(handle, &remaining) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle
            else {
                continue
            }
            return unsafe (UInt(bitPattern: easy), message.pointee.data.result)
        }
        return nil
    }
}
