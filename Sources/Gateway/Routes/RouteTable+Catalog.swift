extension RouteTable {
    private static let searchFields: [Field] =
        [
            .query("q", .text(0...200)), .query("branch_id", .id), .query("in_stock", .boolean),
            .query("organic_only", .boolean), .query("min_price", .money), .query("max_price", .money),
            .query("sort", .choice(["relevance", "price_asc", "price_desc", "name_asc", "name_desc", "newest"])),
        ] + Field.page

    static let catalog: [Route] = [
        read("/categories", "api.category_list", Field.page),
        read("/categories/{id}/products", "api.category_products", [.id("p_category_id")] + searchFields),
        read(
            "/products", "api.product_search", [.query("category_id", .id)] + searchFields, spelling: "/products/search"
        ),
        read("/products/featured", "api.product_featured", [shortLimit]),
        read("/products/autocomplete", "api.product_autocomplete", [.query("q", .text(0...200)), shortLimit]),
        read("/products/{id}", "api.product_get", [.id("p_product_id"), .query("branch_id", .id)]),
        read("/branches", "api.branch_list", Field.page),
        read("/branches/delivery-source", "api.branch_delivery_source", []),
        read("/branches/{id}", "api.branch_get", [.id("p_branch_id")]),
        read(
            "/delivery-slots",
            "api.delivery_slot_list",
            [
                .query("branch_id", .id), .query("day_of_week", .integer(0...6)), .query("date_from", .date),
                .query("date_to", .date),
            ] + Field.page
        ),
    ]

    private static let shortLimit = Field.query("limit", .integer(1...50), default: 10)

    private static func read(_ path: String, _ function: String, _ fields: [Field], spelling: String? = nil) -> Route {
        let spellings = [path] + [spelling].compactMap(\.self)
        // An existing web client calls the catalog under /catalog as well.
        let isCatalog = path.hasPrefix("/products") || path.hasPrefix("/categories")
        return Route(
            method: .get,
            path: api(path),
            aliases: spellings.dropFirst().map(api) + (isCatalog ? spellings.map { api("/catalog" + $0) } : []),
            function: function,
            fields: fields,
            hasETag: true
        )
    }
}
