/// The faults that a control call has set, for storms: `POST /_control`. What is left out of a call stays as it is.
struct FaultPlan: Codable, Sendable {
    /// Shares of calls, 0 to 1, that meet a fault.
    struct Rates: Codable, Sendable {
        var errorBefore = 0.0
        var errorAfter = 0.0
        var dropAfter = 0.0
        var hang = 0.0
        var inUse = 0.0
        var rateLimited = 0.0
        /// Of charges alone.
        var decline = 0.0
        /// Of charges alone: another amount than asked for.
        var wrongAmount = 0.0
        /// Of refunds alone: the account's balance is low, and they wait.
        var pending = 0.0

        /// The fault of a call, by a number from 0 to 1.
        func fault(_ dice: Double) -> Fault? {
            var rest = dice
            for (fault, rate) in [
                (Fault.errorBefore, errorBefore), (.errorAfter, errorAfter), (.dropAfter, dropAfter), (.hang, hang),
                (.inUse, inUse), (.rateLimited, rateLimited),
            ] {
                if rest < rate { return fault }
                rest -= rate
            }
            return nil
        }
    }

    /// How long each call takes.
    struct Delay: Codable, Sendable {
        var minMs = 0
        var maxMs = 0
    }

    /// What befalls events on their way to the shop.
    struct Webhooks: Codable, Sendable {
        /// Late by up to this much, so that they overtake each other.
        var delayMs = 0
        /// Shares, 0 to 1: sent twice; accompanied by one with a wrong signature.
        var duplicate = 0.0
        var forge = 0.0
    }

    var rates = Rates()
    var refundRates = Rates()
    /// Of captures and of cancels.
    var captureRates = Rates()
    /// Of all that only reads.
    var lookupRates = Rates()
    /// Requests that are answered in a second; further ones get 429. 0: as many as come.
    var requestsPerSecond = 0
    /// How long an object is not found by a search yet, as the real one's index lags behind.
    var searchLagS = 0
    /// Whether a failure is the answer of its key from then on, as the real one has it: another try needs another key.
    var keepsFailures = false
    /// Whether the API key has expired.
    var keyHasExpired = false
    var delay = Delay()
    var clockOffsetS = 0
    /// What becomes of refunds that wait: `pending` still, `succeeded` or `failed`.
    var pendingRefunds = "pending"
    var webhooks = Webhooks()
}
