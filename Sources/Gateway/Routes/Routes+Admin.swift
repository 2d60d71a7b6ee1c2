/// What managers and admins do.
extension RouteTable {
    static let admin: [Route] = [
        .get(
            "/admin/checkout-attempts", .managers, "api.checkout_attempt_list",
            query: [.optional("state", .choice(attemptStates))] + Field.page, answer: .page),
        .post(
            "/admin/checkout-attempts/{checkout_attempt_id}/resolve", .admins, "api.checkout_attempt_resolve",
            body: .json([.required("action", .choice(["RETRY", "RELEASE"])), reason]), lane: .money),
        .get(
            "/admin/disputes", .managers, "api.dispute_list",
            query: [.optional("status", .text(1...255))] + Field.page, answer: .page),
        .get("/admin/reconciliations", .admins, "api.reconciliation_list", query: Field.page, answer: .page),
        .post(
            "/admin/reconciliations", .admins, "api.reconciliation_create",
            body: .json([.required("date_from", .date), .required("date_to", .date)]), answer: .created, takesKey: true),
        .get(
            "/admin/reconciliation-differences", .admins, "api.reconciliation_difference_list",
            query: [.optional("reconciliation_id", .id), .optional("is_settled", .boolean)] + Field.page,
            answer: .page),
        .get(
            "/admin/refunds", .managers, "api.refund_list",
            query: [
                .optional("status", .choice(["PENDING", "SUCCEEDED", "FAILED"])), .optional("order_id", .id),
            ] + Field.page, answer: .page),
        .post(
            "/admin/orders/{order_id}/refunds", .managers, "api.refund_create",
            body: .json([.required("amount", .money), reason]), answer: .created, takesKey: true, lane: .money),
        .post(
            "/admin/orders/{order_id}/capture", .managers, "api.payment_capture",
            body: .json([.optional("amount", .money), .optional("reason", .note(1...500))]), answer: .created,
            takesKey: true, lane: .money),
        .post(
            "/admin/refunds/{refund_id}/retry", .admins, "api.refund_retry", body: .json([reason]), lane: .money),
    ]

    private static let reason = Field.required("reason", .note(1...500))

    private static let attemptStates = [
        "LOCKED", "UNKNOWN", "ACTION_REQUIRED", "COMPENSATING", "NEEDS_REVIEW", "COMMITTED", "DECLINED", "EXPIRED",
        "COMPENSATED",
    ]
}
