import Postgres

/// One input of a route: what it is called, what it may be, and whether it has to be there. It becomes the function's
/// parameter of the same name.
struct Field: Sendable {
    /// Whether it has to be there.
    enum Need: Sendable, Equatable {
        case required
        /// It may be left out; in a body, `null` is the same.
        case optional
        /// It may be left out, which changes nothing; `null` clears what it stands for. Of a body alone.
        case clearable
    }

    let name: String
    let type: FieldType
    let need: Need
    /// What it is when it is left out.
    var defaultValue: Value = .null
    /// Whether the gateway uses it itself: no parameter of the function.
    var isForGateway = false
    /// What its parameter is called where its own name is taken: `actor_id` is who calls.
    var otherParameter: String?

    /// The function's parameter that it becomes, without its `p_`.
    var parameter: String { otherParameter ?? name }

    /// One that must be there.
    static func required(_ name: String, _ type: FieldType) -> Field {
        Field(name: name, type: type, need: .required)
    }

    /// One that may be left out.
    static func optional(
        _ name: String, _ type: FieldType, default value: Value = .null, parameter: String? = nil
    ) -> Field {
        Field(name: name, type: type, need: .optional, defaultValue: value, otherParameter: parameter)
    }

    /// One that may be left out, or cleared with `null`. The function learns what is to be cleared by its parameter `p_clear`:
    /// the names of those fields.
    static func clearable(_ name: String, _ type: FieldType) -> Field {
        Field(name: name, type: type, need: .clearable)
    }

    /// A secret of a body, which the gateway uses itself.
    static func secret(_ name: String, _ type: FieldType) -> Field {
        Field(name: name, type: type, need: .required, isForGateway: true)
    }

    /// `limit` and `offset` of a list.
    static let page = [optional("limit", .limit), optional("offset", .integer(0...2_147_483_647), default: 0)]
}

extension [Field] {
    /// The parameters of the function that they become, without their `p_`.
    var parameters: [String] {
        let names = filter { !$0.isForGateway }.map(\.parameter)
        return contains { $0.need == .clearable } ? names + ["clear"] : names
    }
}
