extension RouteTable {
    private static let quantity = Field.required("quantity", .integer(1...999))

    static let cart: [Route] = [
        Route(method: .get, path: api("/cart"), access: .customer, function: "api.cart_get"),
        Route(method: .delete, path: api("/cart"), access: .customer, function: "api.cart_clear"),
        Route(
            method: .post,
            path: api("/cart/items"),
            access: .customer,
            function: "api.cart_item_add",
            fields: [.required("product_id", .id), quantity],
            status: .created
        ),
        Route(
            method: .put,
            path: api("/cart/items/{id}"),
            access: .customer,
            function: "api.cart_item_update",
            fields: [.id("p_cart_item_id"), quantity]
        ),
        Route(
            method: .delete,
            path: api("/cart/items/{id}"),
            access: .customer,
            function: "api.cart_item_remove",
            fields: [.id("p_cart_item_id")]
        ),
    ]
}
