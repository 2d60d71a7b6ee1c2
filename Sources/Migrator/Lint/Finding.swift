/// Something that a rule does not like.
struct Finding: Encodable, Sendable, Equatable {
    /// As it can be opened from where the program was called: `db/migrations/0009_x.sql`.
    let file: String
    let line: Int
    let rule: String
    /// What it does, and how to do it safely.
    let message: String

    /// For people.
    var text: String { "\(file):\(line): [\(rule)] \(message)" }
}

/// A finding as a rule makes it.
struct Complaint: Sendable {
    let line: Int
    let message: String
}
