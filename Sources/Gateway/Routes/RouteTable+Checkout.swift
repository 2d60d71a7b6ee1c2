extension RouteTable {
    private static let planFields: [Field] = [
        .optional("cart_id", .id), .required("fulfillment_type", .choice(["DELIVERY", "PICKUP"])),
        .optional("branch_id", .id), .optional("delivery_slot_id", .id), .optional("delivery_date", .date),
        .optional("address_id", .id), .optional("pickup_at", .timestamp),
    ]

    static let checkout: [Route] = [
        Route(
            method: .post,
            path: api("/checkout/preview"),
            access: .customer,
            function: "api.checkout_preview",
            fields: planFields
        ),
        Route(
            method: .post,
            path: api("/checkout/confirm"),
            access: .customer,
            function: "api.checkout_lock",
            fields: planFields + [
                .optional("payment_token_id", .id), .optional("expected_total", .money),
                .optional("save_as_default", .boolean),
            ],
            status: .created,
            handler: .confirm
        ),
        Route(
            method: .get,
            path: api("/checkout/attempts/{id}"),
            access: .customer,
            function: "api.checkout_attempt_get",
            fields: [.id("p_checkout_attempt_id")]
        ),
    ]
}
