import Postgres

/// One input of a route: where it stands in the request, what it may be, and which parameter it becomes.
struct Field: Sendable {
    /// Where it stands.
    enum Location: Sendable {
        case path
        case query
        case body
        /// Of the body, but for the gateway's own use: no parameter of the SQL function.
        case gateway
    }

    let name: String
    let type: FieldType
    let location: Location
    let isRequired: Bool
    /// The parameter of the SQL function.
    let parameter: String
    /// What a query parameter is when it is not given.
    var defaultValue: Value = .null

    /// A field of a JSON body that must be there.
    static func required(_ name: String, _ type: FieldType) -> Field {
        Field(name: name, type: type, location: .body, isRequired: true, parameter: "p_\(name)")
    }

    /// A field of a JSON body that may be missing or null.
    static func optional(_ name: String, _ type: FieldType) -> Field {
        Field(name: name, type: type, location: .body, isRequired: false, parameter: "p_\(name)")
    }

    /// A secret of a JSON body, which the gateway uses itself.
    static func secret(_ name: String, _ type: FieldType) -> Field {
        Field(name: name, type: type, location: .gateway, isRequired: true, parameter: "p_\(name)")
    }

    /// A parameter of the query, always optional.
    static func query(_ name: String, _ type: FieldType, default value: Value = .null) -> Field {
        Field(
            name: name,
            type: type,
            location: .query,
            isRequired: false,
            parameter: "p_\(name)",
            defaultValue: value
        )
    }

    /// The id in the path, `{id}`.
    static func id(_ parameter: String) -> Field {
        Field(name: "id", type: .id, location: .path, isRequired: true, parameter: parameter)
    }

    /// `limit` and `offset` of a list.
    static let page = [query("limit", .limit), query("offset", .integer(0...2_147_483_647), default: 0)]
}
