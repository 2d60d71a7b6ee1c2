/// A Charge, as far as the event `charge.refunded` shows one (Stripe API reference, Charges).
struct Charge: Encodable, Sendable {
    let id: String
    var object = "charge"
    let amount: Int
    let amountCaptured: Int
    let amountRefunded: Int
    let currency: String
    let paymentIntent: String
    let refunded: Bool
    let metadata: [String: String]
    let created: Int

    /// The one of an intent of which so much has gone back.
    init(of intent: PaymentIntent, refunded: Int) {
        id = "ch" + intent.id.dropFirst(2)
        amount = intent.amount
        amountCaptured = intent.amountReceived
        amountRefunded = refunded
        currency = intent.currency
        paymentIntent = intent.id
        self.refunded = refunded == intent.amountReceived
        metadata = intent.metadata
        created = intent.created
    }
}
