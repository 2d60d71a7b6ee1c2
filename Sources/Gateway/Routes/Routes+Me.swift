/// What is one's own.
extension RouteTable {
    static let me: [Route] = [
        .get("/me", .anyRole, "api.user_me", spellings: ["/auth/me"]),
        .patch(
            "/me", .anyRole, "api.user_update",
            body: .json([
                .optional("full_name", .text(1...200)), .clearable("phone", .phone),
                .clearable("default_branch_id", .id),
            ])),
        .get("/me/addresses", .anyRole, "api.address_list", query: Field.page, answer: .page),
        .post("/me/addresses", .anyRole, "api.address_create", body: .json(address), answer: .created),
        .put("/me/addresses/{address_id}", .anyRole, "api.address_update", body: .json(address)),
        .delete("/me/addresses/{address_id}", .anyRole, "api.address_delete", answer: .nothing),
        .patch("/me/addresses/{address_id}/default", .anyRole, "api.address_set_default"),
        .get("/me/payment-tokens", .customer, "api.payment_token_list", query: Field.page, answer: .page),
        .post(
            "/me/payment-tokens", .customer, .handler("save_card", function: "api.payment_token_create"),
            body: .json(paymentToken), answer: .created, refusesCardData: true),
        .post(
            "/me/payment-tokens/setup", .customer, .handler("set_up_card", function: "api.payment_customer_get"),
            answer: .created),
        .delete("/me/payment-tokens/{payment_token_id}", .customer, "api.payment_token_delete", answer: .nothing),
        .patch("/me/payment-tokens/{payment_token_id}/default", .customer, "api.payment_token_set_default"),
    ]

    private static let address: [Field] = [
        .required("address_line", .text(1...300)), .required("city", .text(1...100)),
        .optional("postal_code", .text(1...20)), .optional("country", .text(2...60)),
        .optional("latitude", .decimal(-90...90)), .optional("longitude", .decimal(-180...180)),
        .optional("is_default", .boolean),
    ]

    /// Of a card the provider tells; what else a client says of it is taken, and not believed.
    private static let paymentToken: [Field] = [
        .required("provider_token", .text(1...255)), .optional("brand", .text(1...40)),
        .optional("last4", .digits(4)), .optional("exp_month", .integer(1...12)),
        .optional("exp_year", .integer(2000...2200)), .optional("is_default", .boolean),
    ]
}
