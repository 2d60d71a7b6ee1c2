import Testing

@testable import Gateway

/// The table is whole in itself; the end-to-end tests hold it against the database.
struct RouteTableTests {
    @Test func everyMethodAndPath_isThereOnce() {
        let spellings = RouteTable.all.flatMap { route in
            route.paths.map { "\(route.method.rawValue) \($0.template)" }
        }
        #expect(Set(spellings).count == spellings.count)
    }

    @Test func placeholders_areMadeFromNames() throws {
        let route = try #require(RouteTable.all.first { $0.function == "api.cart_item_update" })
        #expect(
            route.statement?.statement.sql.hasPrefix(
                "select api.cart_item_update(p_actor_id => $3, p_cart_item_id => $4, p_quantity => $5) as value"
            ) == true
        )
    }

    @Test(
        arguments: RouteTable.all.filter {
            $0.path.template.hasPrefix("/api/v1/me") || $0.path.template.contains("/cart")
        })
    func privateRoute_needsAToken(_ route: Route) {
        #expect(route.needsToken)
    }

    /// An answer that is kept is JSON, of somebody.
    @Test(arguments: RouteTable.all.filter(\.takesKey))
    func routeWithAKey_hasAnAnswerToKeep(_ route: Route) {
        #expect(route.needsToken)
        #expect([.data, .created].contains(route.answer))
        // A handler sees to it itself.
        #expect(route.statement == nil || route.keyedCall([:], key: "k") != nil)
    }

    /// The router takes an id by its place: two names for one place would each hide the other.
    @Test func idsOfOnePlace_haveOneName() {
        var names: [String: Set<String>] = [:]
        for path in RouteTable.all.flatMap(\.paths) {
            var place = ""
            for part in path.template.split(separator: "/") {
                if part.hasPrefix("{") {
                    names[place, default: []].insert(String(part))
                    place += "/{}"
                } else {
                    place += "/" + part
                }
            }
        }
        #expect(names.filter { $0.value.count > 1 }.isEmpty)
    }

    @Test(arguments: RouteTable.all)
    func parameters_areNamedOnce(_ route: Route) {
        #expect(Set(route.parameters).count == route.parameters.count)
    }

    @Test(arguments: RouteTable.all)
    func spelling_hasTheIDsOfItsPath(_ route: Route) {
        for spelling in route.spellings { #expect(spelling.ids == route.path.ids) }
    }
}
