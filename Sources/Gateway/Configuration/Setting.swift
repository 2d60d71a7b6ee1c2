/// A setting of the shop whose first value an environment may give, as `DELIVERY_MIN_TOTAL` gives `delivery_min_total`. All of
/// them are made by the build from db/seed/reference.sql.
struct Setting: Sendable {
    /// The column.
    let name: String
    /// Where the environment gives none.
    let firstValue: String
    let meaning: String

    /// The environment's variable.
    var variable: String { name.uppercased() }
}
