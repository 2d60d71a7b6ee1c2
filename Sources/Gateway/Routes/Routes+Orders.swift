/// Orders.
extension RouteTable {
    static let orders: [Route] = [
        .get(
            "/orders", .owners, "api.order_list",
            query: [.optional("user_id", .id), .optional("status", .choice(orderStatuses))] + Field.page,
            answer: .page),
        .get("/orders/{order_id}", .owners, "api.order_get"),
    ]

    private static let orderStatuses = [
        "CREATED", "IN_PROGRESS", "MISSING", "READY", "OUT_FOR_DELIVERY", "DELIVERED", "DELAYED", "CANCELED",
    ]
}
