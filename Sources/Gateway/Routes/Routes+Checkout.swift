/// The checkout.
extension RouteTable {
    static let checkout: [Route] = [
        .post("/checkout/preview", .customer, "api.checkout_preview", body: .json(plan)),
        .post(
            "/checkout/confirm", .customer, .handler("confirm", function: "api.checkout_lock"),
            body: .json(
                plan + [
                    .optional("payment_token_id", .id), .optional("expected_total", .money),
                    .optional("save_as_default", .boolean),
                ]), answer: .created, lane: .money),
        .get("/checkout/attempts/{checkout_attempt_id}", .customer, "api.checkout_attempt_get"),
        .post(
            "/checkout/attempts/{checkout_attempt_id}/continue", .customer,
            .handler("continue", function: "api.checkout_continue"), answer: .created, lane: .money),
    ]

    private static let plan: [Field] = [
        .optional("cart_id", .id), .required("fulfillment_type", .choice(["DELIVERY", "PICKUP"])),
        .optional("branch_id", .id), .optional("delivery_slot_id", .id), .optional("delivery_date", .date),
        .optional("address_id", .id), .optional("pickup_at", .timestamp),
    ]
}
