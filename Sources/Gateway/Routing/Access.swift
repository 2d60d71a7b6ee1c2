/// The roles of users, as the database and the access tokens spell them.
package enum Role: String, Sendable, CaseIterable {
    case customer = "CUSTOMER"
    case employee = "EMPLOYEE"
    case manager = "MANAGER"
    case admin = "ADMIN"
}

/// Who may call a route.
package enum Access: Sendable {
    case everybody
    case roles(Set<Role>)

    static let anyRole = Access.roles(Set(Role.allCases))
    static let customer = Access.roles([.customer])
    static let staff = Access.roles([.employee, .manager, .admin])
    static let managers = Access.roles([.manager, .admin])
    static let admins = Access.roles([.admin])
    /// Customers see their own, managers and admins all.
    static let owners = Access.roles([.customer, .manager, .admin])
}

/// Who calls, as an access token says. The database has the last word.
struct Identity: Sendable, Equatable {
    let userID: Int64
    let role: Role
    /// The secret by which the database knows the session.
    let session: String
}
