import Foundation

extension FaultPlan {
    /// The plan with what a control call changes.
    /// - Throws: `ProviderError.parameter` for an unknown field or a value out of range; then nothing is changed.
    func changed(by data: Data) throws(ProviderError) -> FaultPlan {
        guard let given = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            var merged = (try? JSONSerialization.jsonObject(with: Self.encoder.encode(self))) as? [String: Any]
        else { throw .parameter("body") }
        for (name, value) in given {
            guard let current = merged[name] else { throw .parameter(name) }
            guard var group = current as? [String: Any] else {
                merged[name] = value
                continue
            }
            guard let changes = value as? [String: Any] else { throw .parameter(name) }
            for (field, value) in changes {
                guard group[field] != nil else { throw .parameter("\(name).\(field)") }
                group[field] = value
            }
            merged[name] = group
        }
        guard let bytes = try? JSONSerialization.data(withJSONObject: merged),
            let plan = try? Self.decoder.decode(FaultPlan.self, from: bytes), plan.isValid
        else { throw .parameter("body") }
        return plan
    }

    private var isValid: Bool {
        let shares =
            [rates, refundRates, captureRates, lookupRates].flatMap {
                [
                    $0.errorBefore, $0.errorAfter, $0.dropAfter, $0.hang, $0.inUse, $0.rateLimited, $0.decline,
                    $0.wrongAmount, $0.pending,
                ]
            } + [webhooks.duplicate, webhooks.forge]
        return shares.allSatisfy((0...1).contains) && delay.minMs >= 0 && delay.minMs <= delay.maxMs
            && delay.maxMs <= 600_000 && (0...600_000).contains(webhooks.delayMs)
            && (0...100_000).contains(requestsPerSecond) && (0...86_400).contains(searchLagS)
            && ["pending", "succeeded", "failed"].contains(pendingRefunds)
    }

    static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }()
    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()
}
