import HTTPTypes
import Testing

@testable import Gateway

/// Who may call what: every row of the route table, as nobody and as each role, over HTTP. The table says what must come.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(10)))
struct RoleMatrixTests {
    /// Somebody of each role whom no other test knows, as some of what is called here ends a session or empties a cart.
    private static let people = Task {
        var people: [(role: Role, client: Client)] = []
        for role in Role.allCases {
            people.append((role, try await Staff.hire(role.rawValue).client))
        }
        return people
    }

    /// All rows, the one that ends the session last.
    private static let routes = RouteTable.all.sorted {
        !$0.path.template.hasSuffix("/logout") && $1.path.template.hasSuffix("/logout")
    }

    @Test func eachRole_getsWhereTheTableLetsIt_andNowhereElse() async throws {
        var calls = 0
        for route in Self.routes {
            for path in route.paths {
                let path = path.template.replacing(/\{[a-z_]+\}/, with: "999999999")
                let nobody = try await Self.call(route.method, path, Client(baseURL: try await World.shared.gateway))
                #expect((nobody == 401) == route.needsToken, "\(route) by nobody: \(nobody)")
                for (role, status) in try await Self.statuses(route.method, path) {
                    calls += 1
                    if case .roles(let roles) = route.access, !roles.contains(role) {
                        #expect(status == 403, "\(route) by \(role): \(status)")
                    } else {
                        #expect(status != 401 && status != 403 && status < 500, "\(route) by \(role): \(status)")
                    }
                }
            }
        }
        #expect(calls >= 4 * RouteTable.all.count)
    }

    /// What each role is answered, all at once.
    private static func statuses(_ method: HTTPRequest.Method, _ path: String) async throws -> [(Role, Int)] {
        let people = try await people.value
        return try await withThrowingTaskGroup { group in
            for (role, client) in people { group.addTask { (role, try await call(method, path, client)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// A call with as little as there can be: whoever gets past the door is told what is missing.
    private static func call(_ method: HTTPRequest.Method, _ path: String, _ client: Client) async throws -> Int {
        try await client.status(method.rawValue, path, method == .get ? nil : "{}")
    }
}
