extension RouteTable {
    private static let attemptStates = [
        "LOCKED", "UNKNOWN", "COMPENSATING", "NEEDS_REVIEW", "COMMITTED", "DECLINED", "EXPIRED", "COMPENSATED",
    ]

    static let payments: [Route] = [
        Route(
            method: .get,
            path: api("/admin/checkout-attempts"),
            access: .managers,
            function: "api.checkout_attempt_list",
            fields: [.query("state", .choice(attemptStates))] + Field.page
        ),
        Route(
            method: .post,
            path: api("/admin/checkout-attempts/{id}/resolve"),
            access: .admins,
            function: "api.checkout_attempt_resolve",
            fields: [
                .id("p_checkout_attempt_id"), .required("action", .choice(["RETRY", "RELEASE"])),
                .required("reason", .text(1...500)),
            ]
        ),
        Route(
            method: .get,
            path: api("/admin/refunds"),
            access: .managers,
            function: "api.refund_list",
            fields: [.query("status", .choice(["PENDING", "SUCCEEDED", "FAILED"])), .query("order_id", .id)]
                + Field.page
        ),
        Route(
            method: .post,
            path: api("/admin/orders/{id}/refunds"),
            access: .managers,
            function: "api.refund_create",
            fields: [.id("p_order_id"), .required("amount", .money), .required("reason", .text(1...500))],
            status: .created
        ),
        Route(
            method: .post,
            path: api("/admin/orders/{id}/capture"),
            access: .managers,
            function: "api.payment_capture",
            fields: [.id("p_order_id"), .optional("amount", .money), .optional("reason", .text(1...500))],
            status: .created
        ),
        Route(
            method: .post,
            path: api("/admin/refunds/{id}/retry"),
            access: .admins,
            function: "api.refund_retry",
            fields: [.id("p_refund_id"), .required("reason", .text(1...500))]
        ),
        Route(
            method: .post,
            path: "/webhooks/payments",
            function: "api.webhook_receive",
            handler: .webhook
        ),
    ]
}
