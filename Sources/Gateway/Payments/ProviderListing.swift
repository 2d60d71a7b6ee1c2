/// What a provider can list.
enum ListedKind: String, Sendable, CaseIterable {
    /// In the order in which they are asked for: whose a refund or a dispute is, its payment tells.
    case payment, refund, dispute
}

/// An object of a list, as far as the books are compared with it.
struct ListedObject: Sendable, Equatable {
    /// The provider's id.
    let reference: String
    /// Of a refund or a dispute: the payment that it is about.
    let paymentReference: String?
    let status: String
    let currency: String
    let amountMinor: Int64
    /// Of a payment: what it has taken, and what it holds.
    let receivedMinor: Int64?
    let capturableMinor: Int64?
    /// In its metadata: whose it is; of a refund of ours, the key under which it was asked for.
    let shop: String?
    let refundKey: String?
    /// Seconds since 1970.
    let created: Int64
}

/// A page of a list.
enum Listing: Sendable, Equatable {
    /// The newest first; behind the last one there is more, or not.
    case page([ListedObject], hasMore: Bool)
    case unknown(reason: String)
}
