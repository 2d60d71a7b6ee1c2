import Postgres

/// The ways to the database, one for each kind of work: connections of their own, so that a hot row, a slow report or a flood of
/// reads holds up nobody but its like.
struct Lanes: Sendable {
    private let byLane: [Route.Lane: any Database]

    /// The same way for all kinds, as in a test.
    init(all database: any Database) {
        byLane = Dictionary(uniqueKeysWithValues: Route.Lane.allCases.map { ($0, database) })
    }

    init(_ make: (Route.Lane) -> any Database) {
        byLane = Dictionary(uniqueKeysWithValues: Route.Lane.allCases.map { ($0, make($0)) })
    }

    subscript(_ lane: Route.Lane) -> any Database { byLane[lane]! }
}
