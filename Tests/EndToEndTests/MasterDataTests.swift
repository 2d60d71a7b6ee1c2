import Foundation
import Postgres
import Testing

@testable import Gateway

/// What managers say that the shop is, and the settings of an admin. Names are of each test's own, as tests share the shop; windows and
/// settings are everybody's, so their tests have a shop of their own: `DeliveryAdminTests`.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(3)))
struct MasterDataTests {
    static let routes = RouteTable.all.filter { route in
        ["categories", "products", "branches", "delivery-slots", "settings"].contains {
            route.path.template.hasPrefix("/api/v1/admin/\($0)")
        }
    }

    private static func manager() async throws -> Client { try await Person.demo("manager@mami.local").client }

    /// A name that nobody else has.
    private static func name(_ what: String) -> String { "\(what) \(UUID().uuidString.prefix(8))" }

    /// What the log says of a request: `categories INSERT api.category_create manager@mami.local`, a line for each row.
    static func audit(
        of reply: Reply, _ sql: (String, [Value]) async throws -> QueryResult
    ) async throws -> [String] {
        try await sql(
            """
            select concat_ws(' ', e.entity_type, e.action, e.source, u.email) as line
            from audit.entries as e
            left join store.users as u on u.user_id = e.actor_user_id
            where e.request_id = $1
            order by e.audit_entry_id
            """, [.text(reply.headers["x-request-id"] ?? "")]
        ).map { try $0.text("line") ?? "" }
    }

    private static func audit(of reply: Reply) async throws -> [String] {
        let world = try await World.shared
        return try await audit(of: reply) { try await world.sql($0, $1) }
    }

    /// The number of rows of a list that have this id.
    private static func count(_ reply: Reply, id: Int) -> Int {
        (reply.json["data"] as? [[String: Any]] ?? []).count(where: { $0["id"] as? Int == id })
    }

    @Test func thereAreTwentyTwoRoutes() {
        #expect(Self.routes.count == 22)
    }

    @Test(arguments: routes)
    func route_isForThoseWhoMay(_ route: Route) async throws {
        let url = try await World.shared.gateway
        let method = route.method.rawValue
        let path = route.path.template.replacing(/\{[a-z_]+\}/) { _ in "999999999" }
        #expect(try await Client(baseURL: url).send(method, path).status == 401)
        for email in ["itamar.ben@example.com", "employee@mami.local"] {
            let reply = try await Person.demo(email).client.send(method, path)
            #expect(reply.status == 403, "\(email): \(reply.body)")
            #expect(reply.code == "FORBIDDEN")
        }
        // Who may is told what is wrong with the call, or gets what is asked for.
        let isRead = route.method == .get && route.path.ids.isEmpty
        let isSettings = route.description.hasSuffix("PUT /api/v1/admin/settings")
        for (email, statuses) in [
            ("manager@mami.local", isRead ? [200] : isSettings ? [403] : [400, 404]),
            ("admin@mami.local", isRead ? [200] : [400, 404]),
        ] {
            let reply = try await Person.demo(email).client.send(method, path)
            #expect(statuses.contains(reply.status), "\(email): \(reply.status) \(reply.body)")
        }
    }

    @Test func category_story() async throws {
        let manager = try await Self.manager()
        let name = Self.name("Spices")
        let made = try await manager.api("POST", "/admin/categories", #"{"name":" \#(name) ","icon_slug":"leaf"}"#)
        #expect(made.status == 201)
        #expect(made.data["name"] as? String == name)
        #expect(made.data["description"] is NSNull)
        #expect(made.data["is_active"] as? Bool == true)
        #expect(try await Self.audit(of: made) == ["categories INSERT api.category_create manager@mami.local"])
        let id = try #require(made.data["id"] as? Int)

        let same = try await manager.api("POST", "/admin/categories", #"{"name":"\#(name.uppercased())"}"#)
        #expect(same.status == 409)
        #expect(same.code == "DUPLICATE")
        #expect(same.details["field"] as? String == "name")

        let changed = try await manager.api(
            "PATCH", "/admin/categories/\(id)", #"{"description":"Dried\nand fresh","icon_slug":null}"#)
        #expect(changed.status == 200)
        #expect(changed.data["name"] as? String == name, "what is left out stays")
        #expect(changed.data["description"] as? String == "Dried\nand fresh")
        #expect(changed.data["icon_slug"] is NSNull, "null clears")
        #expect(try await Self.audit(of: changed) == ["categories UPDATE api.category_update manager@mami.local"])

        for body in [nil, "null", "{}"] {
            let off = try await manager.api("PATCH", "/admin/categories/\(id)/toggle?active=false", body)
            #expect(off.status == 200)
            #expect(off.data["is_active"] as? Bool == false)
        }
        #expect(try await manager.api("PATCH", "/admin/categories/\(id)/toggle").status == 400, "active is required")
        #expect(Self.count(try await manager.api("GET", "/categories?limit=200"), id: id) == 0)
        #expect(Self.count(try await manager.api("GET", "/admin/categories?limit=200"), id: id) == 1)
        #expect(Self.count(try await manager.api("GET", "/admin/categories?limit=200&isActive=false"), id: id) == 1)
        #expect(Self.count(try await manager.api("GET", "/admin/categories?limit=200&is_active=true"), id: id) == 0)
        let shown = try await manager.api("GET", "/admin/categories/\(id)")
        #expect(shown.data["is_active"] as? Bool == false)
        #expect(try await manager.api("PATCH", "/admin/categories/\(id)/toggle?active=true").status == 200)
        #expect(Self.count(try await manager.api("GET", "/categories?limit=200"), id: id) == 1)
        for (method, path) in [
            ("GET", "/admin/categories/999999"), ("PATCH", "/admin/categories/999999"),
            ("PATCH", "/admin/categories/999999/toggle?active=true"),
        ] {
            #expect(try await manager.api(method, path).code == "CATEGORY_NOT_FOUND", "\(method) \(path)")
        }
    }

    @Test func product_story() async throws {
        let manager = try await Self.manager()
        let sku = Self.name("OAT").replacing(" ", with: "-")
        let made = try await manager.api(
            "POST", "/admin/products",
            #"""
            {"name":"Oat drink","sku":"\#(sku)","category_id":1,"price":"9.90","unit":"1 L","old_price":11.5,"vat_class":"ZERO",
            "nutritional_info":{"energy_kcal":45,"per":"100 ml","of which":{"sugars_g":3.5}},"image_url":"/oat.webp","is_organic":true}
            """#)
        #expect(made.status == 201, "\(made.body)")
        #expect(made.data["price"] as? String == "9.90")
        #expect(made.data["old_price"] as? String == "11.50")
        #expect(made.data["vat_class"] as? String == "ZERO")
        #expect((made.data["nutritional_info"] as? [String: Any])?["energy_kcal"] as? Int == 45)
        #expect(made.data["available_quantity"] as? Int == 0)
        #expect(try await Self.audit(of: made) == ["products INSERT api.product_create manager@mami.local"])
        let id = try #require(made.data["id"] as? Int)
        #expect(try await manager.api("GET", "/products/\(id)").data["price"] as? String == "9.90", "it is on sale")

        let same = try await manager.api(
            "POST", "/admin/products",
            #"{"name":"x","sku":" \#(sku.lowercased()) ","category_id":1,"price":1,"unit":"1"}"#)
        #expect(same.status == 409)
        #expect(same.code == "DUPLICATE")
        #expect(same.details["field"] as? String == "sku")

        let changed = try await manager.api(
            "PATCH", "/admin/products/\(id)",
            #"{"price":12.5,"old_price":null,"nutritional_info":null,"image_url":null,"vat_class":"STANDARD","name":null}"#
        )
        #expect(changed.status == 200)
        #expect(changed.data["price"] as? String == "12.50")
        #expect(changed.data["old_price"] is NSNull)
        #expect(changed.data["nutritional_info"] is NSNull)
        #expect(changed.data["image_url"] is NSNull)
        #expect(changed.data["vat_class"] as? String == "STANDARD")
        #expect(changed.data["name"] as? String == "Oat drink", "what cannot be empty stays")
        #expect(try await Self.audit(of: changed) == ["products UPDATE api.product_update manager@mami.local"])

        #expect(try await manager.api("PATCH", "/admin/products/\(id)/toggle?active=false").status == 200)
        #expect(try await manager.api("GET", "/products/\(id)").code == "PRODUCT_NOT_FOUND")
        #expect(try await manager.api("GET", "/admin/products/\(id)").data["is_active"] as? Bool == false)
        for (query, count) in [("", 1), ("&is_active=false", 1), ("&is_active=true", 0), ("&category_id=2", 0)] {
            let list = try await manager.api("GET", "/admin/products?q=\(sku)%20oat\(query)")
            #expect(Self.count(list, id: id) == count, "\(query)")
        }
        let page = try await manager.api("GET", "/admin/products?limit=2&offset=1")
        #expect((page.json["data"] as? [Any])?.count == 2)
        #expect((page.json["pagination"] as? [String: Any])?["has_next"] as? Bool == true)
        for (method, path, body, code) in [
            ("GET", "/admin/products/999999", nil, "PRODUCT_NOT_FOUND"),
            ("PATCH", "/admin/products/999999", "{}", "PRODUCT_NOT_FOUND"),
            ("PATCH", "/admin/products/999999/toggle?active=true", nil, "PRODUCT_NOT_FOUND"),
            ("PATCH", "/admin/products/\(id)", #"{"category_id":999999}"#, "CATEGORY_NOT_FOUND"),
            (
                "POST", "/admin/products",
                #"{"name":"x","sku":"\#(UUID())","category_id":999999,"price":1,"unit":"1"}"#,
                "CATEGORY_NOT_FOUND"
            ),
        ] as [(String, String, String?, String)] {
            let reply = try await manager.api(method, path, body)
            #expect(reply.status == 404)
            #expect(reply.code == code, "\(method) \(path)")
        }
    }

    @Test(arguments: [
        ("price", "0"), ("price", "100000"), ("price", #""1.234""#), ("price", "-1"), ("old_price", "1e9"),
        ("vat_class", #""REDUCED""#), ("image_url", #""javascript:alert(1)""#), ("nutritional_info", "[1]"),
        ("nutritional_info", #"{"a":1e400}"#), ("nutritional_info", #"{"a":"\u0000"}"#), ("sku", #""""#),
        ("name", #""   ""#), ("unit", "7"), ("is_organic", #""yes""#), ("category_id", "0"),
    ])
    func product_badField_isNamed(_ field: String, _ value: String) async throws {
        let members = ["name": #""x""#, "sku": #""x""#, "category_id": "1", "price": "1", "unit": #""1""#]
            .merging([field: value]) { $1 }
        let body = "{" + members.map { #""\#($0)":\#($1)"# }.joined(separator: ",") + "}"
        let reply = try await Self.manager().api("POST", "/admin/products", body)
        #expect(reply.status == 400, "\(reply.body)")
        #expect(reply.code == "VALIDATION_ERROR")
        #expect((reply.details["errors"] as? [[String: Any]])?.map { $0["field"] as? String } == [field])
    }

    @Test func equalSKUs_atOnce_makeOneProduct() async throws {
        let manager = try await Self.manager()
        let sku = UUID().uuidString
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for place in 0..<8 {
                group.addTask {
                    let spelled = place.isMultiple(of: 2) ? sku : sku.lowercased()
                    let reply = try await manager.api(
                        "POST", "/admin/products",
                        #"{"name":"x","sku":"\#(spelled)","category_id":1,"price":1,"unit":"1"}"#)
                    if reply.status == 409 { #expect(reply.details["field"] as? String == "sku") }
                    return reply.status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 7))
    }

    @Test func deactivatedProduct_inACart_isToldAtTheCheckout() async throws {
        let manager = try await Self.manager()
        let shelf = try await Shelf.make(units: 5)
        let person = try await Person.register()
        try await person.add(shelf.productID)
        #expect(try await manager.api("PATCH", "/admin/products/\(shelf.productID)/toggle?active=false").status == 200)
        let cart = try await person.client.api("GET", "/cart")
        #expect((cart.data["items"] as? [[String: Any]])?.first?["is_available"] as? Bool == false)
        let refused = try await person.confirm(branch: shelf.branchID)
        #expect(refused.code == "PRODUCT_UNAVAILABLE")
        #expect(refused.details["product_ids"] as? [Int64] == [shelf.productID])
        #expect(try await manager.api("PATCH", "/admin/products/\(shelf.productID)/toggle?active=true").status == 200)
        #expect(try await person.confirm(branch: shelf.branchID).status == 201)
    }

    @Test func branch_story() async throws {
        let manager = try await Self.manager()
        let name = Self.name("Eilat")
        let made = try await manager.api(
            "POST", "/admin/branches", #"{"name":"\#(name)","address":"5 Sea Road","is_warehouse":false}"#)
        #expect(made.status == 201)
        #expect(made.data["is_warehouse"] as? Bool == false)
        #expect(try await Self.audit(of: made) == ["branches INSERT api.branch_create manager@mami.local"])
        let id = try #require(made.data["id"] as? Int)
        let same = try await manager.api(
            "POST", "/admin/branches", #"{"name":"\#(name.lowercased())","address":"x"}"#)
        #expect(same.code == "DUPLICATE")
        #expect(same.details["field"] as? String == "name")
        let changed = try await manager.api("PATCH", "/admin/branches/\(id)", #"{"address":"6 Sea Road"}"#)
        #expect(changed.data["address"] as? String == "6 Sea Road")
        #expect(try await Self.audit(of: changed) == ["branches UPDATE api.branch_update manager@mami.local"])

        let closed = try await manager.api("PATCH", "/admin/branches/\(id)/toggle?active=false")
        #expect(closed.data["is_active"] as? Bool == false)
        #expect(try await Self.audit(of: closed) == ["branches UPDATE api.branch_toggle manager@mami.local"])
        #expect(try await manager.api("GET", "/branches/\(id)").code == "BRANCH_NOT_FOUND")
        #expect(try await manager.api("GET", "/admin/branches/\(id)").data["name"] as? String == name)
        #expect(Self.count(try await manager.api("GET", "/admin/branches?is_active=false&limit=200"), id: id) == 1)

        let warehouse = try #require(try await manager.api("GET", "/branches/delivery-source").data["id"] as? Int)
        for (method, path, body) in [
            ("PATCH", "/admin/branches/\(warehouse)/toggle?active=false", nil),
            ("PATCH", "/admin/branches/\(warehouse)", #"{"is_warehouse":false}"#),
            ("PATCH", "/admin/branches/\(id)", #"{"is_warehouse":true}"#),
            ("POST", "/admin/branches", #"{"name":"x","address":"x","is_warehouse":true}"#),
        ] as [(String, String, String?)] {
            let reply = try await manager.api(method, path, body)
            #expect(reply.status == 409, "\(method) \(path)")
            #expect(reply.code == "WAREHOUSE_FIXED", "\(method) \(path)")
        }
        for (method, path) in [
            ("GET", "/admin/branches/999999"), ("PATCH", "/admin/branches/999999"),
            ("PATCH", "/admin/branches/999999/toggle?active=true"),
        ] {
            #expect(try await manager.api(method, path).code == "BRANCH_NOT_FOUND", "\(method) \(path)")
        }
    }
}
