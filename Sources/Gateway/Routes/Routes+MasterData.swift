/// What managers say that the shop is: what it sells, from where, when it delivers; and the settings, which are an admin's to change.
extension RouteTable {
    static let masterData: [Route] = adminCategories + adminProducts + adminBranches + adminDeliverySlots + settings

    private static let adminCategories: [Route] = [
        .get(
            "/admin/categories", .managers, "api.category_admin_list", query: [isActive] + Field.page, answer: .page),
        .post(
            "/admin/categories", .managers, "api.category_create",
            body: .json([
                .required("name", .text(1...120)), .optional("description", .note(1...1000)),
                .optional("icon_slug", .text(1...60)), isActiveAtFirst,
            ]), answer: .created),
        .get("/admin/categories/{category_id}", .managers, "api.category_admin_get"),
        .patch(
            "/admin/categories/{category_id}", .managers, "api.category_update",
            body: .json([
                .optional("name", .text(1...120)), .clearable("description", .note(1...1000)),
                .clearable("icon_slug", .text(1...60)),
            ])),
        .patch("/admin/categories/{category_id}/toggle", .managers, "api.category_toggle", query: [active]),
    ]

    private static let adminProducts: [Route] = [
        .get(
            "/admin/products", .managers, "api.product_admin_list",
            query: [.optional("q", .text(0...200)), .optional("category_id", .id), isActive] + Field.page,
            answer: .page, lane: .search),
        .post(
            "/admin/products", .managers, "api.product_create",
            body: .json(
                [
                    .required("name", .text(1...200)), .required("sku", .text(1...60)), .required("category_id", .id),
                    .required("price", price), .required("unit", .text(1...40)), isActiveAtFirst,
                ] + productDetails.map { Field.optional($0.name, $0.type) } + productFlags), answer: .created),
        .get("/admin/products/{product_id}", .managers, "api.product_admin_get"),
        .patch(
            "/admin/products/{product_id}", .managers, "api.product_update",
            body: .json(
                [
                    .optional("name", .text(1...200)), .optional("sku", .text(1...60)), .optional("category_id", .id),
                    .optional("price", price), .optional("unit", .text(1...40)),
                ] + productDetails + productFlags)),
        .patch("/admin/products/{product_id}/toggle", .managers, "api.product_toggle", query: [active]),
    ]

    private static let adminBranches: [Route] = [
        .get("/admin/branches", .managers, "api.branch_admin_list", query: [isActive] + Field.page, answer: .page),
        .post(
            "/admin/branches", .managers, "api.branch_create",
            body: .json([
                .required("name", .text(1...120)), .required("address", .text(1...300)),
                .optional("is_warehouse", .boolean), isActiveAtFirst,
                .optional("pickup_capacity", pickupCapacity),
            ]), answer: .created),
        .get("/admin/branches/{branch_id}", .managers, "api.branch_admin_get"),
        .patch(
            "/admin/branches/{branch_id}", .managers, "api.branch_update",
            body: .json([
                .optional("name", .text(1...120)), .optional("address", .text(1...300)),
                .optional("is_warehouse", .boolean), .clearable("pickup_capacity", pickupCapacity),
            ])),
        .patch("/admin/branches/{branch_id}/toggle", .managers, "api.branch_toggle", query: [active]),
    ]

    private static let adminDeliverySlots: [Route] = [
        .get(
            "/admin/delivery-slots", .managers, "api.delivery_slot_admin_list",
            query: [.optional("branch_id", .id), .optional("day_of_week", .integer(0...6)), isActive] + Field.page,
            answer: .page),
        .post(
            "/admin/delivery-slots", .managers, "api.delivery_slot_create",
            body: .json([
                .optional("branch_id", .id), .required("day_of_week", .integer(0...6)),
                .required("start_time", .timeOfDay), .required("end_time", .timeOfDay),
                .required("capacity", .integer(1...10_000)), isActiveAtFirst,
            ]), answer: .created),
        .get("/admin/delivery-slots/{delivery_slot_id}", .managers, "api.delivery_slot_admin_get"),
        .patch(
            "/admin/delivery-slots/{delivery_slot_id}", .managers, "api.delivery_slot_update",
            body: .json([
                .optional("branch_id", .id), .optional("day_of_week", .integer(0...6)),
                .optional("start_time", .timeOfDay), .optional("end_time", .timeOfDay),
                .optional("capacity", .integer(1...10_000)),
            ])),
        .patch(
            "/admin/delivery-slots/{delivery_slot_id}/toggle", .managers, "api.delivery_slot_toggle", query: [active]),
    ]

    private static let settings: [Route] = [
        .get("/admin/settings", .managers, "api.settings_get"),
        .put(
            "/admin/settings", .admins, "api.settings_update",
            body: .json([
                .required("delivery_min_total", .amount(hundredths: 0...10_000_000)),
                .required("delivery_fee_under_min", .amount(hundredths: 0...1_000_000)),
                .required("delivery_start_time", .timeOfDay), .required("delivery_end_time", .timeOfDay),
                .required("delivery_slot_hours", .integer(1...12)), .required("warehouse_branch_id", .id),
                .required("vat_rate", .amount(hundredths: 0...10_000)), .required("time_zone", .text(1...64)),
                .required("capture", .choice(["on_confirm", "on_ready"])),
                .optional("order_min_total", orderTotal), .optional("order_max_total", orderTotal),
                .optional("cart_max_lines", .integer(1...1000)), .optional("cart_max_quantity", .integer(1...999)),
                .optional("booking_cutoff_minutes", .integer(0...1440)),
                .optional("pickup_lead_minutes", .integer(0...1440)),
                .optional("payment_action_minutes", .integer(1...1440)),
                .optional("picking_lease_minutes", .integer(1...1440)),
            ])),
    ]

    private static let orderTotal = FieldType.amount(hundredths: 1...99_999_999)
    private static let pickupCapacity = FieldType.integer(0...10_000)
    private static let isActive = Field.optional("is_active", .boolean)
    private static let isActiveAtFirst = Field.optional("is_active", .boolean, default: .boolean(true))
    private static let active = Field.required("active", .boolean)

    private static let price = FieldType.amount(hundredths: 1...9_999_999)
    private static let productDetails: [Field] = [
        .clearable("old_price", .amount(hundredths: 0...9_999_999)), .clearable("description", .note(1...5000)),
        .clearable("nutritional_info", .document(10_000)), .clearable("bin_location", .text(1...40)),
        .clearable("image_url", .link(1000)),
    ]
    private static let productFlags: [Field] = [
        .optional("is_organic", .boolean), .optional("is_featured", .boolean),
        .optional("vat_class", .choice(["STANDARD", "ZERO"])),
    ]
}
