/// The roles of users, as the database and the access tokens spell them.
enum Role: String, Sendable, CaseIterable {
    case customer = "CUSTOMER"
    case employee = "EMPLOYEE"
    case manager = "MANAGER"
    case admin = "ADMIN"
}

/// Who may call a route.
enum Access: Sendable {
    case everybody
    case roles(Set<Role>)

    static let anyRole = Access.roles(Set(Role.allCases))
    static let customer = Access.roles([.customer])
    static let managers = Access.roles([.manager, .admin])
    static let admins = Access.roles([.admin])
    static let ordersView = Access.roles([.customer, .manager, .admin])
}
