/// What is on the shelves, and who changes it. An existing web client calls the reviews below /stock-requests/admin as well.
extension RouteTable {
    static let stock: [Route] = [
        .post(
            "/stock-requests", .staff, "api.stock_request_create",
            body: .json([
                .required("branch_id", .id), .required("product_id", .id),
                .required("request_type", .choice(["SET_QUANTITY", "ADD_QUANTITY"])),
                .required("quantity", .integer(-1_000_000...1_000_000)), .optional("reason", .note(1...500)),
            ]), answer: .created, takesKey: true),
        .get(
            "/stock-requests/my", .staff, "api.stock_request_mine", query: [requestStatus] + Field.page, answer: .page),
        .post("/stock-requests/{stock_request_id}/cancel", .staff, "api.stock_request_cancel", takesKey: true),
        .get(
            "/admin/stock-requests", .managers, "api.stock_request_list",
            query: [requestStatus, .optional("branch_id", .id), .optional("product_id", .id)] + Field.page,
            answer: .page, spellings: ["/stock-requests/admin"]),
        .get(
            "/admin/stock-requests/{stock_request_id}", .managers, "api.stock_request_get",
            spellings: ["/stock-requests/admin/{stock_request_id}"]),
        .patch(
            "/admin/stock-requests/{stock_request_id}/resolve", .managers, "api.stock_request_resolve",
            body: .json(review), spellings: ["/stock-requests/admin/{stock_request_id}/resolve"]),
        .patch(
            "/admin/stock-requests/bulk-review", .managers, "api.stock_request_bulk_review",
            body: .json([.required("items", .array(.object([.required("request_id", .id)] + review), 1...200))]),
            spellings: ["/stock-requests/admin/bulk-review"]),
        .get(
            "/admin/inventory", .managers, "api.inventory_list",
            query: [
                .optional("branch_id", .id), .optional("product_id", .id), .optional("low_stock", .boolean),
            ] + Field.page, answer: .page),
        .post(
            "/admin/inventory", .managers, "api.inventory_create",
            body: .json([
                .required("branch_id", .id), .required("product_id", .id), .required("on_hand", units),
                .optional("reorder_point", units, default: 0), .optional("reason", .note(1...500)),
            ]), answer: .created, takesKey: true),
        .patch(
            "/admin/inventory/{inventory_id}", .managers, "api.inventory_update",
            body: .json([
                .optional("on_hand", units), .optional("reorder_point", units), .optional("expected_on_hand", figure),
                .required("reason", .note(1...500)),
            ])),
        .get(
            "/admin/inventory/{inventory_id}/ledger", .managers, "api.inventory_ledger", query: Field.page,
            answer: .page, lane: .slow),
        .get(
            "/admin/inventory/export", .managers, "api.inventory_export", query: [.optional("branch_id", .id)],
            answer: .csv(file: "inventory.csv"), lane: .slow),
        .post(
            "/admin/inventory/bulk", .managers, .handler("inventory_load", function: "api.inventory_load_open"),
            query: [.optional("dry_run", .boolean, default: .boolean(false)), .optional("reason", .text(1...500))],
            body: .upload(["text/csv", "multipart/form-data"], limit: 8_388_608), takesKey: true, lane: .slow),
        .get("/admin/inventory/bulk/{load_id}", .managers, "api.inventory_load_report", lane: .slow),
        .get(
            "/admin/inventory/bulk/{load_id}/failed", .managers, "api.inventory_load_failed",
            answer: .csv(file: "failed.csv"), lane: .slow),
    ]

    private static let requestStatus = Field.optional(
        "status", .choice(["PENDING", "APPROVED", "REJECTED", "CANCELED"]))

    private static let review: [Field] = [
        .required("status", .choice(["APPROVED", "REJECTED"])),
        .optional("approved_quantity", .integer(-1_000_000...1_000_000)),
        .optional("rejection_reason", .note(1...500)), .optional("expected_on_hand", figure),
        .optional("as_delta", .boolean),
    ]

    /// More is no shelf.
    static let units = FieldType.integer(0...1_000_000)
    /// A figure to compare with: it may be one that nobody could set.
    static let figure = FieldType.integer(0...2_147_483_647)
}
