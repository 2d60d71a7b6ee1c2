/// What people do in the provider's dashboard and what time does by itself, for tests: `POST /_control/…`.
extension Provider {
    /// Gives money back as somebody in the dashboard does: without metadata of any shop.
    func refundInDashboard(_ form: Form) throws(ProviderError) -> Answer {
        guard form["payment_intent"] != nil else { throw .parameter("payment_intent") }
        return try refund(form)
    }

    /// Ends holds that have lasted too long, as the real one does after seven days: one, or all there are.
    func expireHolds(_ form: Form) throws(ProviderError) -> Answer {
        let wanted = form["payment_intent"]
        if let wanted { _ = try state.intent(wanted) }
        var ended: [PaymentIntent] = []
        for intent in state.intents where intent.status == .requiresCapture && wanted ?? intent.id == intent.id {
            var expired = try state.canceled(intent.id)
            expired.cancellationReason = "automatic"
            try keep(.intent(expired))
            ended.append(expired)
        }
        return Answer(
            status: 200, ObjectList(object: "list", url: "/_control/expire_holds", data: ended, hasMore: false))
    }
}
