/// Orders, and their way through the house.
extension RouteTable {
    static let orders: [Route] = [
        .get(
            "/orders", .owners, "api.order_list",
            query: [.optional("user_id", .id), .optional("status", .choice(orderStatuses))] + Field.page,
            answer: .page),
        .get("/orders/{order_id}", .owners, "api.order_get"),
        .post("/orders/{order_id}/cancel", .owners, "api.order_cancel", takesKey: true, lane: .money),
        .get(
            "/ops/orders", .staff, "api.order_ops_list",
            query: [
                .optional("status", .choice(orderStatuses)), .optional("branch_id", .id),
                .optional("date_from", .date), .optional("date_to", .date), .optional("assigned_to", .id),
            ] + Field.page, answer: .page),
        .get("/ops/orders/{order_id}", .staff, "api.order_ops_get"),
        .post(
            "/ops/orders/claim-next", .staff, "api.order_claim_next", body: .json([.optional("branch_id", .id)]),
            takesKey: true),
        .post(
            "/ops/orders/{order_id}/claim", .staff, "api.order_claim",
            body: .json([.optional("reason", .note(1...500))]), takesKey: true),
        .patch(
            "/ops/orders/{order_id}/status", .staff, "api.order_status_set",
            body: .json([
                .required("status", .choice(orderStatuses)), .optional("reason", .note(1...500)), expectedVersion,
            ])),
        .patch(
            "/ops/orders/{order_id}/items/{order_item_id}/picked-status", .staff, "api.order_item_pick",
            body: .json([
                .required("picked_status", .choice(["PENDING", "PICKED", "MISSING"])),
                .optional("picked_quantity", .integer(0...1_000_000)), .optional("reason", .note(1...500)),
                expectedVersion, .optional("operation_id", .text(1...100)),
            ])),
        .post(
            "/ops/orders/{order_id}/items/{order_item_id}/report-damage", .staff, "api.order_item_damage",
            body: .json([
                .required("quantity", .integer(1...1_000_000)), .required("reason", .note(1...500)),
                .optional("notes", .note(1...1000)),
            ]), takesKey: true),
    ]

    private static let expectedVersion = Field.optional("expected_version", .integer(1...2_147_483_647))

    private static let orderStatuses = [
        "CREATED", "IN_PROGRESS", "MISSING", "READY", "OUT_FOR_DELIVERY", "DELIVERED", "DELAYED", "CANCELED",
    ]
}
