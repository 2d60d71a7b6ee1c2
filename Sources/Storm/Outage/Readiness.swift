import AsyncHTTPClient

/// What `/ready` said, five times a second.
struct Readiness: Sendable {
    /// By the time of the answer.
    let samples: [(time: ContinuousClock.Instant, isReady: Bool)]

    /// Asks until the end.
    static func watch(_ url: String, _ client: HTTPClient, until end: ContinuousClock.Instant) async -> Readiness {
        var samples: [(time: ContinuousClock.Instant, isReady: Bool)] = []
        while ContinuousClock.now < end {
            let reply = try? await client.execute(HTTPClientRequest(url: url + "/ready"), timeout: .seconds(10))
            _ = try? await reply?.body.collect(upTo: 65_536)
            samples.append((.now, reply?.status == .ok))
            try? await Task.sleep(for: .milliseconds(200))
        }
        return Readiness(samples: samples)
    }

    /// Whether it was ever green between two moments.
    func wasReady(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Bool {
        samples.contains { $0.isReady && $0.time >= start && $0.time < end }
    }

    /// When it was green again.
    func firstReady(after time: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        samples.first { $0.isReady && $0.time >= time }?.time
    }
}
