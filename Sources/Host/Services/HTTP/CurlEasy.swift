// SPDX-License-Identifier: Apache-2.0

import CCurl
import HostShims

/// One libcurl easy handle with the list of header lines and the message buffer that it points to.
@safe
final class CurlEasy {
    /// The handle.
    let handle: UnsafeMutableRawPointer
    private var lines: UnsafeMutablePointer<curl_slist>?
    private let message: UnsafeMutablePointer<CChar>

    init() throws(ServiceRefusal) {
        guard let handle = unsafe curl_easy_init() else {
            throw ServiceRefusal(.resourceExhausted, "libcurl has no memory for a request.")
        }
        // SAFETY: all three are freed in `deinit` only.
        unsafe self.handle = handle
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        // SAFETY: the handle was taken out of the multi handle, and nobody else has a reference.
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(lines)
        unsafe message.deallocate()
    }

    /// Names the handle in what the multi handle tells.
    var key: UInt {
        // SAFETY: a number to compare, no more.
        unsafe UInt(bitPattern: handle)
    }

    /// Forgets every option; connections and resolved names live in the multi handle.
    func reset() {
        // SAFETY: the handle is in no multi handle; the list is not used once options are forgotten.
        unsafe curl_easy_reset(handle)
        unsafe curl_slist_free_all(lines)
        unsafe lines = nil
        unsafe message.pointee = 0
    }

    // An option that this libcurl does not know is a packaging error that start-up tests find; nothing to do here.

    func set(_ option: CURLoption, _ value: Int) {
        // SAFETY: `handle` lives as long as `self`.
        unsafe _ = host_curl_set_long(handle, option.rawValue, value)
    }

    func set(_ option: CURLoption, _ text: String) {
        // SAFETY: libcurl copies the text.
        unsafe _ = host_curl_set_text(handle, option.rawValue, text)
    }

    func set(_ option: CURLoption, _ sink: host_curl_sink) {
        // SAFETY: the function has no state.
        unsafe _ = host_curl_set_sink(handle, option.rawValue, sink)
    }

    func set(_ option: CURLoption, _ pointer: UnsafeMutableRawPointer) {
        // SAFETY: the caller keeps what it points to until `reset`.
        unsafe _ = host_curl_set_pointer(handle, option.rawValue, pointer)
    }

    /// Copies the body to be sent.
    func setBody(_ bytes: [UInt8]) {
        // SAFETY: the size is set first, so that libcurl copies just the array.
        unsafe bytes.withUnsafeBytes { body in
            unsafe _ = host_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE.rawValue, Int64(body.count))
            let start = unsafe UnsafeMutableRawPointer(mutating: body.baseAddress)
            unsafe _ = host_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS.rawValue, start)
        }
    }

    /// Sets header lines in libcurl's notation.
    func setLines(_ texts: [String]) throws(ServiceRefusal) {
        for text in texts {
            // SAFETY: libcurl copies the text; the list is freed by `reset` or `deinit`.
            guard let longer = unsafe curl_slist_append(lines, text) else {
                throw ServiceRefusal(.resourceExhausted, "libcurl has no memory for a request's headers.")
            }
            unsafe lines = longer
        }
        unsafe _ = host_curl_set_pointer(handle, CURLOPT_HTTPHEADER.rawValue, lines)
    }

    /// Lets libcurl write why a transfer failed.
    func keepMessage() {
        // SAFETY: the buffer has CURL_ERROR_SIZE bytes and lives as long as `self`.
        unsafe _ = host_curl_set_pointer(handle, CURLOPT_ERRORBUFFER.rawValue, message)
    }

    /// What libcurl wrote.
    var lastMessage: String {
        // SAFETY: libcurl terminates what it writes into the buffer.
        unsafe String(cString: message)
    }

    /// The system's error number of a failed connection, or 0.
    var systemError: Int32 {
        // SAFETY: `handle` lives as long as `self`.
        unsafe Int32(truncatingIfNeeded: host_curl_get_long(handle, CURLINFO_OS_ERRNO.rawValue))
    }
}
