/// What is compared: every function that reads, as its caller calls it.
struct BenchCalls: Sendable {
    /// One call.
    struct Call: Sendable {
        let name: String
        let sql: String
    }

    let functions: [Call]
    let requests: [BenchGateway.Request]

    /// For the people and orders of a shop.
    init(shop: BenchShop) async throws {
        let admin = try await shop.value("select min(user_id) from store.users where role = 'ADMIN'")
        let shopper = try await shop.value(
            """
            select c.user_id from store.carts as c join store.cart_items as i using (cart_id) join store.users as u using (user_id)
            where c.status = 'ACTIVE' group by c.user_id order by count(*) desc, c.user_id limit 1
            """)
        let email = try await shop.value("select email from store.users where user_id = \(shopper)")
        let order = try await shop.value("select max(order_id) from store.orders")
        func call(_ name: String, _ arguments: String) -> Call {
            Call(name: name, sql: "select api.\(name.prefix { $0 != " " })(\(arguments))")
        }
        functions = [
            call("product_get", "(random() * 168)::bigint + 1, 2"),
            call("product_search page of 50", "p_limit => 50, p_branch_id => 2"),
            call("product_search by word", "p_q => 'milk', p_limit => 50"),
            call(
                "product_search in stock", "p_sort => 'price_asc', p_in_stock => true, p_branch_id => 2, p_limit => 20"),
            call("category_products", "1, p_limit => 50"), call("product_featured", ""),
            call("product_autocomplete", "'mil'"), call("category_list", ""), call("branch_list", ""),
            call("branch_get", "1"), call("branch_delivery_source", ""), call("delivery_slot_list", ""),
            call("order_list page of 50", "\(admin), p_limit => 50"), call("order_get", "\(admin), \(order)"),
            call("cart_get", shopper), call("user_me", shopper), call("address_list", shopper),
            call("payment_token_list", shopper), call("refund_list", "\(admin), p_limit => 50"),
            call("checkout_attempt_list", "\(admin), p_limit => 50"),
        ]
        requests = [
            .init(path: "/products/5?branch_id=2", email: nil),
            .init(path: "/products?limit=50&branch_id=2", email: nil),
            .init(path: "/orders?limit=50", email: "admin@mami.local"), .init(path: "/cart", email: email),
        ]
    }
}
