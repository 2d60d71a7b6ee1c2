/// `DELIVERY_*`: the first values of the shop's settings, which the reference seed reads.
enum DeliverySettings {
    /// The variables that are set, as settings of a transaction: `DELIVERY_MIN_TOTAL` is `mami.delivery_min_total`.
    static func ofEnvironment(_ environment: [String: String]) -> [(name: String, value: String)] {
        environment.filter { $0.key.hasPrefix("DELIVERY_") && !$0.value.isEmpty }
            .map { ("mami.\($0.key.lowercased())", $0.value) }
            .sorted { $0.0 < $1.0 }
    }
}
