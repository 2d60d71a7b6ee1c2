/// The parameters that a call knows, as the Stripe API reference names them. A name that is not among them is refused, as the real
/// one does: a misspelt parameter that is silently left out would be found by nobody until it costs money. A call that is added, or
/// learns a parameter, names it here.
struct Parameters: Sendable {
    private let names: Set<String>

    init(_ names: String..., and more: [String] = []) {
        // Every call takes it, and the objects here are whole already.
        self.names = Set(names + more + ["expand[]"])
    }

    /// Of each list of what has a time.
    private static let page = [
        "limit", "starting_after", "ending_before", "created[gt]", "created[gte]", "created[lt]", "created[lte]",
        "created",
    ]

    /// Looks at the names of a form or query. `metadata[…]` stands for each of its members, `created[gte]` for itself.
    func check(_ form: Form) throws(ProviderError) {
        for name in form.names where !names.contains(name) {
            let parts = name.split(separator: "[", maxSplits: 1)
            guard parts.count == 2, names.contains("\(parts[0])[]") else { throw .unknownParameter(name) }
        }
    }

    static let intentCreate = Parameters(
        "amount", "currency", "customer", "payment_method", "payment_method_types[]", "confirm", "capture_method",
        "off_session", "return_url", "metadata[]", "description", "receipt_email", "statement_descriptor_suffix")
    static let intentConfirm = Parameters("payment_method", "off_session", "receipt_email", "return_url")
    static let intentCapture = Parameters("amount_to_capture", "metadata[]", "statement_descriptor_suffix")
    static let intentCancel = Parameters("cancellation_reason")
    static let refundCreate = Parameters("payment_intent", "amount", "reason", "metadata[]")
    static let intentList = Parameters("customer", and: page)
    static let search = Parameters("query", "limit", "page")
    static let refundList = Parameters("payment_intent", "charge", and: page)
    static let disputeList = refundList
    static let retrieve = Parameters("client_secret")

    // MARK: - cards that are kept

    static let customerCreate = Parameters("email", "name", "phone", "description", "metadata[]")
    static let customerList = Parameters("email", and: page)
    static let cardList = Parameters("limit", "starting_after", "ending_before", "type")
    static let cardAttach = Parameters("customer")
    static let cardDetach = Parameters()
    static let setupCreate = Parameters(
        "customer", "payment_method", "payment_method_types[]", "usage", "metadata[]", "description")
    static let setupConfirm = Parameters("payment_method", "return_url")
}
