/// Asks ten times a second whether something is so; false when it is not within the limit. Goes on when our task is
/// cancelled: what is stopped must be seen to stop.
public func wait(atMost limit: Duration, until isSo: () async -> Bool) async -> Bool {
    let end = ContinuousClock.now + limit
    while await !isSo() {
        guard ContinuousClock.now < end else { return false }
        // A task that is not cancelled, as ours may be.
        await Task.detached { try? await Task.sleep(for: .milliseconds(100)) }.value
    }
    return true
}
