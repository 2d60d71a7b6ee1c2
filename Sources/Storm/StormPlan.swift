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
        /// Whether the shop takes money at confirm or holds it: the setting `capture`.
        case captureMode(String)

        /// For the table of what was done.
        var name: String {
            switch self {
            case .killGateway: "gateway killed (-9)"
            case .killSimulator: "simulator killed (-9)"
            case .restartDatabase: "PostgreSQL restarted (immediate)"
            case .cutConnections: "connections cut (pg_terminate_backend)"
            case .faults: "provider faults changed"
            case .captureMode: "setting `capture` changed"
            }
        }
    }

    let events: [(second: Double, event: Event)]

    /// A plan for so many seconds. Of its events, two in five kill a gateway.
    init(seconds: Int, gateways: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var events: [(second: Double, event: Event)] = []
        func every(_ mean: Double, _ make: (inout SeededGenerator) -> Event) {
            var second = mean * Double.random(in: 0.3...0.8, using: &generator)
            while second < Double(seconds) {
                events.append((second, make(&generator)))
                second += mean * Double.random(in: 0.6...1.4, using: &generator)
            }
        }
        every(9) { .killGateway(Int.random(in: 0..<gateways, using: &$0)) }
        every(40) { _ in .killSimulator }
        every(45) { _ in .restartDatabase }
        every(6) { .cutConnections(share: Double.random(in: 0.1...0.6, using: &$0)) }
        every(12) { .faults(Self.faults(&$0)) }
        // Drawn last: it moves nothing else of a seed's plan.
        var isHeld = false
        every(20) { _ in
            isHeld.toggle()
            return .captureMode(isHeld ? "on_ready" : "on_confirm")
        }
        self.events = events.sorted { $0.second < $1.second }
    }

    /// Every fault a few in a hundred, all of them more or less.
    private static func faults(_ generator: inout SeededGenerator) -> String {
        func rate(_ limit: Double) -> Double {
            (Double.random(in: 0...limit, using: &generator) * 1000).rounded() / 1000
        }
        func rates(_ isCharge: Bool) -> String {
            var fields = ["error_before", "error_after", "drop_after", "hang", "in_use", "rate_limited"].map {
                "\"\($0)\":\(rate(0.06))"
            }
            if isCharge { fields += ["\"decline\":\(rate(0.06))", "\"wrong_amount\":\(rate(0.03))"] }
            return "{\(fields.joined(separator: ","))}"
        }
        let late = Int.random(in: 0...4000, using: &generator)
        let slow = Int.random(in: 0...120, using: &generator)
        let charges = rates(true)
        let refunds = rates(false)
        return """
            {"rates":\(charges),"refund_rates":\(refunds),"capture_rates":\(rates(false)),"delay":{"min_ms":0,"max_ms":\(slow)},\
            "webhooks":{"delay_ms":\(late),"duplicate":\(rate(0.3)),"forge":\(rate(0.2))}}
            """
    }

    /// Nothing goes wrong any more.
    static let calm = """
        {"rates":{"error_before":0,"error_after":0,"drop_after":0,"hang":0,"in_use":0,"rate_limited":0,"decline":0,\
        "wrong_amount":0},"refund_rates":{"error_before":0,"error_after":0,"drop_after":0,"hang":0,"in_use":0,\
        "rate_limited":0},"capture_rates":{"error_before":0,"error_after":0,"drop_after":0,"hang":0,"in_use":0,\
        "rate_limited":0},"delay":{"min_ms":0,"max_ms":0},"webhooks":{"delay_ms":0,"duplicate":0,"forge":0}}
        """
}
