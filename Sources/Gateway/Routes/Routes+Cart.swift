/// The cart.
extension RouteTable {
    static let cart: [Route] = [
        .get("/cart", .customer, "api.cart_get"),
        .delete("/cart", .customer, "api.cart_clear"),
        .post(
            "/cart/items", .customer, "api.cart_item_add", body: .json([.required("product_id", .id), quantity]),
            answer: .created),
        .put("/cart/items/{cart_item_id}", .customer, "api.cart_item_update", body: .json([quantity])),
        .delete("/cart/items/{cart_item_id}", .customer, "api.cart_item_remove"),
    ]

    private static let quantity = Field.required("quantity", .integer(1...999))
}
