/// Why a bank declines, as far as a customer is told (Stripe documentation, Decline codes).
enum DeclineCode {
    /// Told to whom holds a stolen card, they would be a warning.
    private static let secret: Set = ["fraudulent", "lost_card", "merchant_blacklist", "stolen_card"]

    /// The code for the customer; managers and the log have the real one.
    static func told(_ code: String) -> String {
        secret.contains(code) ? "generic_decline" : code
    }
}
