/// What there is to buy, and when it can come. An existing web client calls products and categories
/// below /catalog as well.
extension RouteTable {
    static let catalog: [Route] = [
        .get(
            "/categories", .everybody, "api.category_list", query: Field.page, answer: .page, isTagged: true,
            spellings: ["/catalog/categories"]),
        .get(
            "/categories/{category_id}/products", .everybody, "api.category_products", query: search, answer: .page,
            isTagged: true, spellings: ["/catalog/categories/{category_id}/products"], lane: .search),
        .get(
            "/products", .everybody, "api.product_search", query: [.optional("category_id", .id)] + search,
            answer: .page, isTagged: true,
            spellings: ["/products/search", "/catalog/products", "/catalog/products/search"], lane: .search),
        .get(
            "/products/featured", .everybody, "api.product_featured", query: [shortLimit], isTagged: true,
            spellings: ["/catalog/products/featured"]),
        .get(
            "/products/autocomplete", .everybody, "api.product_autocomplete",
            query: [.optional("q", .text(0...200)), shortLimit], isTagged: true,
            spellings: ["/catalog/products/autocomplete"], lane: .search),
        .get(
            "/products/{product_id}", .everybody, "api.product_get", query: [.optional("branch_id", .id)],
            isTagged: true, spellings: ["/catalog/products/{product_id}"]),
        .get("/branches", .everybody, "api.branch_list", query: Field.page, answer: .page, isTagged: true),
        .get("/branches/delivery-source", .everybody, "api.branch_delivery_source", isTagged: true),
        .get("/branches/{branch_id}", .everybody, "api.branch_get", isTagged: true),
        .get(
            "/delivery-slots", .everybody, "api.delivery_slot_list",
            query: [
                .optional("branch_id", .id), .optional("day_of_week", .integer(0...6)),
                .optional("date_from", .date), .optional("date_to", .date),
            ] + Field.page, answer: .page, isTagged: true),
    ]

    private static let search: [Field] =
        [
            .optional("q", .text(0...200)), .optional("branch_id", .id), .optional("in_stock", .boolean),
            .optional("organic_only", .boolean), .optional("min_price", .money), .optional("max_price", .money),
            .optional("sort", .choice(["relevance", "price_asc", "price_desc", "name_asc", "name_desc", "newest"])),
        ] + Field.page

    private static let shortLimit = Field.optional("limit", .integer(1...50), default: 10)
}
