import Testing

@testable import Gateway

/// The table is whole in itself; the end-to-end tests hold it against the database.
struct RouteTableTests {
    @Test func everyMethodAndPath_isThereOnce() {
        let spellings = RouteTable.all.flatMap { route in route.paths.map { "\(route.method.rawValue) \($0)" } }
        #expect(Set(spellings).count == spellings.count)
    }

    @Test func everyStatement_hasItsOwnName_asAConnectionPreparesThemAll() {
        let names = Statements.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func parameters_areNumberedInOrder() throws {
        let route = try #require(RouteTable.all.first { $0.function == "api.cart_item_update" })
        #expect(
            route.statement?.sql.hasPrefix(
                "select api.cart_item_update(p_actor_id => $3, p_cart_item_id => $4, p_quantity => $5) as body"
            ) == true
        )
    }

    @Test(arguments: RouteTable.all.filter { $0.path.hasPrefix("/api/v1/me") || $0.path.contains("/cart") })
    func privateRoute_needsAToken(_ route: Route) {
        #expect(route.needsToken)
    }

    @Test(arguments: RouteTable.all)
    func pathID_isDeclared_wherePathHasOne(_ route: Route) {
        #expect(route.path.contains("{id}") == route.fields.contains { $0.location == .path })
    }
}
