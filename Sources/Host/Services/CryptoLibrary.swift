// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// The process's one libcrypto, which libcurl and plugins share.
enum CryptoLibrary {
    /// Keeps libcrypto from cleaning up when the process exits.
    ///
    /// Invoker threads that end at that moment free their own state, and the clean-up would free it a second
    /// time: a crash that also loses what standard output still holds. It works only before anything else
    /// has used the library (OPENSSL_init_crypto(3), OPENSSL_INIT_NO_ATEXIT).
    static let staysUntilTheEnd = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1
}
