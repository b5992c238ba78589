// SPDX-License-Identifier: Apache-2.0

internal import CPCRE2

/// A regular expression that a whole text must match, compiled once.
///
/// PCRE2 with Unicode properties, as the predecessor's Python had them; `$` means the end, never before a last
/// line feed. PCRE2_NEVER_BACKSLASH_C keeps a pattern from looking at half a character.
@safe final class Pattern: @unchecked Sendable {  // a compiled PCRE2 pattern is read-only
    /// Why a pattern does not compile.
    struct Fault: Error {
        /// PCRE2's own words.
        let message: String
        /// Bytes of the pattern before the fault.
        let offset: Int
    }

    /// Longest pattern in bytes.
    static let maximumLength = 2048

    fileprivate let code: OpaquePointer

    init(_ text: String, isCaseless: Bool) throws(Fault) {
        var options = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY
        options |= PCRE2_NEVER_BACKSLASH_C
        if isCaseless { options |= PCRE2_CASELESS }
        var error: Int32 = 0
        var offset = 0
        var pattern = text
        // SAFETY: PCRE2 reads the bytes during this call only and copies what it keeps.
        let compiled = pattern.withUTF8 { bytes in
            unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &error, &offset, nil)
        }
        guard let compiled = unsafe compiled else {
            throw Fault(message: Self.message(of: error), offset: offset)
        }
        unsafe code = compiled
        // SAFETY: `compiled` is ours. Where no executable memory can be had, PCRE2 falls back to interpreting.
        _ = unsafe pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
    }

    deinit {
        // SAFETY: nobody else frees it, and no matcher outlives the policy that holds this.
        unsafe pcre2_code_free_8(code)
    }

    private static func message(of error: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        // SAFETY: PCRE2 writes at most the given number of bytes, the ending zero included.
        let count = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)
        }
        return String(decoding: text.prefix(Int(max(0, count))), as: UTF8.self)
    }
}

/// What one thread needs for matching: where PCRE2 works, and how much work it may do.
///
/// The limits make a match's time bounded whatever the pattern and the value are.
@safe final class PatternMatcher {
    /// What a match came to.
    enum Outcome {
        case matches
        case differs
        /// The work reached its limit before there was an answer.
        case limitReached
    }

    /// Longest value in bytes that is matched at all; the clouds' limits are below 2 KiB.
    static let maximumValue = 16 << 10
    private static let matchLimit: UInt32 = 100_000
    private static let heapLimit: UInt32 = 4096  // KiB
    private static let depthLimit: UInt32 = 10_000

    private let matchData: OpaquePointer?
    private let context: OpaquePointer?
    private let stack: OpaquePointer?

    init() {
        // SAFETY: created here, used by this object only, freed in deinit; PCRE2 accepts nil for each where memory
        // is out, except for the match data, without which nothing is matched.
        unsafe matchData = pcre2_match_data_create_8(1, nil)
        unsafe context = pcre2_match_context_create_8(nil)
        unsafe stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
        guard unsafe context != nil else { return }
        unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
        unsafe pcre2_set_heap_limit_8(context, Self.heapLimit)
        unsafe pcre2_set_depth_limit_8(context, Self.depthLimit)
        unsafe pcre2_jit_stack_assign_8(context, nil, unsafe UnsafeMutableRawPointer(stack))
    }

    deinit {
        // SAFETY: each was created in init and is not used any more; PCRE2 accepts nil.
        unsafe pcre2_match_data_free_8(matchData)
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_jit_stack_free_8(stack)
    }

    func match(_ value: String, _ pattern: Pattern) -> Outcome {
        let bytes = value.utf8Span.span
        guard bytes.count <= Self.maximumValue, unsafe matchData != nil, unsafe context != nil else {
            return .limitReached
        }
        // SAFETY: the bytes live through the call; a Swift text is valid UTF-8, so that PCRE2 need not check it.
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe pcre2_match_8(
                pattern.code,
                buffer.baseAddress,
                buffer.count,
                0,
                PCRE2_NO_UTF_CHECK,
                matchData,
                context
            )
        }
        if result >= 0 { return .matches }
        return result == PCRE2_ERROR_NOMATCH ? .differs : .limitReached
    }
}
