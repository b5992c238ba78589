// SPDX-License-Identifier: Apache-2.0

import PluginABI

extension PluginHost {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var now: WallClock {
        guard let read = unsafe clock?.pointee.now_wall else { return WallClock(secondsSince1970: 0) }
        return unsafe WallClock(secondsSince1970: Double(read(pointer)) / 1e9)
    }

    /// Nanoseconds of the clock in which calls have their deadlines.
    public var monotonic: Int64 {
        guard let read = unsafe clock?.pointee.now_monotonic else { return 0 }
        return unsafe read(pointer)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        guard duration > .zero else { return }
        let wait = OneShot<Int32>()
        await withTaskCancellationHandler {
            startSleep(duration, wait)
            _ = await wait.outcome()
        } onCancel: {
            if let number = wait.cancel() { cancelSleep(number) }
        }
        try Task.checkCancellation()
    }

    private func startSleep(_ duration: Duration, _ wait: OneShot<Int32>) {
        guard let sleep = unsafe clock?.pointee.sleep else { return wait.deliver(TW_UNAVAILABLE) }
        // SAFETY: the reference is given up by the callback, which comes exactly once, or below.
        let user = unsafe Unmanaged.passRetained(wait)
        let number = unsafe sleep(pointer, max(duration.nanoseconds, 1), user.toOpaque()) { user, status in
            guard let user = unsafe user else { return }
            unsafe Unmanaged<OneShot<Int32>>.fromOpaque(user).takeRetainedValue().deliver(status)
        }
        if number == 0 {
            unsafe user.release()
            wait.deliver(TW_UNAVAILABLE)
        } else if wait.started(number) {
            cancelSleep(number)
        }
    }

    private func cancelSleep(_ number: UInt64) { unsafe clock?.pointee.cancel_sleep?(pointer, number) }
}
