import HTTPTypes

extension RouteTable {
    private static let addressFields: [Field] = [
        .required("address_line", .text(1...300)), .required("city", .text(1...100)),
        .optional("postal_code", .text(1...20)), .optional("country", .text(2...60)),
        .optional("latitude", .decimal(-90...90)), .optional("longitude", .decimal(-180...180)),
        .optional("is_default", .boolean),
    ]

    static let profile: [Route] = [
        addresses(.get, "", "api.address_list", Field.page),
        addresses(.post, "", "api.address_create", addressFields, status: .created),
        addresses(.put, "/{id}", "api.address_update", [.id("p_address_id")] + addressFields),
        addresses(.delete, "/{id}", "api.address_delete", [.id("p_address_id")], status: .noContent),
        addresses(.patch, "/{id}/default", "api.address_set_default", [.id("p_address_id")]),
        paymentTokens(.get, "", "api.payment_token_list", Field.page),
        paymentTokens(
            .post,
            "",
            "api.payment_token_create",
            [
                .required("provider_token", .text(1...255)), .optional("brand", .text(1...40)),
                .optional("last4", .digits(4)), .optional("exp_month", .integer(1...12)),
                .optional("exp_year", .integer(2000...2200)), .optional("is_default", .boolean),
            ],
            status: .created
        ),
        paymentTokens(.delete, "/{id}", "api.payment_token_delete", [.id("p_payment_token_id")], status: .noContent),
        paymentTokens(.patch, "/{id}/default", "api.payment_token_set_default", [.id("p_payment_token_id")]),
    ]

    private static func addresses(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ function: String,
        _ fields: [Field],
        status: HTTPResponse.Status = .ok
    ) -> Route {
        Route(
            method: method,
            path: api("/me/addresses\(path)"),
            access: .anyRole,
            function: function,
            fields: fields,
            status: status
        )
    }

    private static func paymentTokens(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ function: String,
        _ fields: [Field],
        status: HTTPResponse.Status = .ok
    ) -> Route {
        Route(
            method: method,
            path: api("/me/payment-tokens\(path)"),
            access: .customer,
            function: function,
            fields: fields,
            status: status,
            refusesCardData: true
        )
    }
}
