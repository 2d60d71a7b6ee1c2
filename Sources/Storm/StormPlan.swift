import ShopClient

/// What happens when: made from the seed alone, before anything starts, so that a seed repeats it.
struct StormPlan: Sendable {
    /// One thing that goes wrong.
    enum Event: Sendable {
        case killGateway(Int)
        case killSimulator
        case restartDatabase
        case cutConnections(share: Double)
        /// A body for the simulator's control endpoint.
        case faults(String)
        /// Whether the first shop takes money at confirm or holds it: the setting `capture`.
        case captureMode(String)
        /// The API key expires, or is renewed.
        case key(hasExpired: Bool)
        /// What becomes of refunds that wait at the provider: `succeeded` or `failed`.
        case endRefunds(String)
        /// Money is given back in the provider's dashboard, of a payment by chance.
        case refundInDashboard(choice: Double)
        /// A hold ends before its time.
        case expireHold(choice: Double)

        /// For the table of what was done.
        var name: String {
            switch self {
            case .killGateway: "gateway killed (-9)"
            case .killSimulator: "simulator killed (-9)"
            case .restartDatabase: "PostgreSQL restarted (immediate)"
            case .cutConnections: "connections cut (pg_terminate_backend)"
            case .faults: "provider faults changed"
            case .captureMode: "setting `capture` changed"
            case .key(let hasExpired): hasExpired ? "API key expired" : "API key renewed"
            case .endRefunds(let status): "waiting refunds have \(status)"
            case .refundInDashboard: "refund in the dashboard"
            case .expireHold: "hold expired"
            }
        }
    }

    let events: [(second: Double, event: Event)]

    /// A plan for so many seconds, and so many gateways of all shops.
    init(seconds: Int, gateways: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var events: [(second: Double, event: Event)] = []
        func every(_ mean: Double, _ make: (inout SeededGenerator) -> [Event]) {
            var second = mean * Double.random(in: 0.3...0.8, using: &generator)
            while second < Double(seconds) {
                // What belongs together has a moment in between.
                for (place, event) in make(&generator).enumerated() {
                    events.append((min(Double(seconds), second + 3 * Double(place)), event))
                }
                second += mean * Double.random(in: 0.6...1.4, using: &generator)
            }
        }
        every(9) { [.killGateway(Int.random(in: 0..<gateways, using: &$0))] }
        every(40) { _ in [.killSimulator] }
        every(45) { _ in [.restartDatabase] }
        every(6) { [.cutConnections(share: Double.random(in: 0.1...0.6, using: &$0))] }
        every(12) { [.faults(Self.faults(&$0))] }
        var isHeld = false
        every(20) { _ in
            isHeld.toggle()
            return [.captureMode(isHeld ? "on_ready" : "on_confirm")]
        }
        every(35) { _ in [.key(hasExpired: true), .key(hasExpired: false)] }
        every(11) { [.endRefunds(Bool.random(using: &$0) ? "succeeded" : "failed")] }
        every(5) { [.refundInDashboard(choice: Double.random(in: 0..<1, using: &$0))] }
        every(8) { [.expireHold(choice: Double.random(in: 0..<1, using: &$0))] }
        self.events = events.sorted { $0.second < $1.second }
    }

    /// What the provider can do to a call.
    static let faultNames = ["error_before", "error_after", "drop_after", "hang", "in_use", "rate_limited"]

    /// Every fault a few in a hundred, all of them more or less.
    private static func faults(_ generator: inout SeededGenerator) -> String {
        func rate(_ limit: Double) -> Double {
            (Double.random(in: 0...limit, using: &generator) * 1000).rounded() / 1000
        }
        func rates(_ limit: Double = 0.06, _ more: [String: Double] = [:]) -> String {
            let fields =
                faultNames.map { "\"\($0)\":\(rate(limit))" }
                + more.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(rate($0.value))" }
            return "{\(fields.joined(separator: ","))}"
        }
        let late = Int.random(in: 0...4000, using: &generator)
        let slow = Int.random(in: 0...120, using: &generator)
        let charges = rates(0.06, ["decline": 0.06, "wrong_amount": 0.03])
        let refunds = rates(0.06, ["pending": 0.3])
        // Not always, as calls that wait for their turn meet less of the rest.
        let limit = Bool.random(using: &generator) ? 0 : Int.random(in: 15...80, using: &generator)
        let lag = Int.random(in: 0...20, using: &generator)
        let clock = Int.random(in: -3...3, using: &generator)
        return """
            {"rates":\(charges),"refund_rates":\(refunds),"capture_rates":\(rates()),"lookup_rates":\(rates(0.03)),\
            "delay":{"min_ms":0,"max_ms":\(slow)},"requests_per_second":\(limit),"search_lag_s":\(lag),\
            "clock_offset_s":\(clock),"keeps_failures":\(Bool.random(using: &generator)),\
            "webhooks":{"delay_ms":\(late),"duplicate":\(rate(0.3)),"forge":\(rate(0.2))}}
            """
    }

    /// Nothing goes wrong any more, and what waits ends well.
    static let calm: String = {
        let names = faultNames + ["decline", "wrong_amount", "pending"]
        let none = "{\(names.map { "\"\($0)\":0" }.joined(separator: ","))}"
        return """
            {"rates":\(none),"refund_rates":\(none),"capture_rates":\(none),"lookup_rates":\(none),\
            "delay":{"min_ms":0,"max_ms":0},"requests_per_second":0,"search_lag_s":0,"clock_offset_s":0,\
            "keeps_failures":false,"key_has_expired":false,"pending_refunds":"succeeded",\
            "webhooks":{"delay_ms":0,"duplicate":0,"forge":0}}
            """
    }()
}
