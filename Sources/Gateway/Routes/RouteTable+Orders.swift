extension RouteTable {
    private static let orderStatuses = [
        "CREATED", "IN_PROGRESS", "MISSING", "READY", "OUT_FOR_DELIVERY", "DELIVERED", "DELAYED", "CANCELED",
    ]

    static let orders: [Route] = [
        Route(
            method: .get,
            path: api("/orders"),
            access: .ordersView,
            function: "api.order_list",
            fields: [.query("user_id", .id), .query("status", .choice(orderStatuses))] + Field.page
        ),
        Route(
            method: .get,
            path: api("/orders/{id}"),
            access: .ordersView,
            function: "api.order_get",
            fields: [.id("p_order_id")]
        ),
    ]
}
