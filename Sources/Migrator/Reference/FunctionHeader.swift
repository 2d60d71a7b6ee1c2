/// The comment with which a function's body opens: what it does, then its topics.
///
/// ```
/// -- Gives back what checkout_lock took: stock, slot, key.
/// -- Callers: the checkout flow after a definitive decline
/// -- Errors:  MS404 ATTEMPT_NOT_FOUND,
/// --          MS409 ATTEMPT_CLOSED
/// ```
struct FunctionHeader: Sendable, Equatable {
    /// The topics, in the order in which the page shows them.
    enum Topic: String, CaseIterable, Sendable {
        case callers = "Callers"
        case errors = "Errors"
        case locks = "Locks"
        case writes = "Writes"
    }

    /// The sentences before the first topic.
    let prose: String
    /// What is said to a topic; nothing where the body is silent.
    let topics: [Topic: String]

    /// Reads the lines at the beginning of a body that are comments. What begins with `@` speaks to tools.
    init(body: String) {
        var prose: [Substring] = []
        var topics: [Topic: [Substring]] = [:]
        var current: Topic?
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.allSatisfy(\.isWhitespace) }
        for line in lines {
            guard let comment = line.wholeMatch(of: /\s*--\s*(.*?)\s*/)?.1 else { break }
            if comment.hasPrefix("@") { continue }
            if let match = comment.wholeMatch(of: /([A-Z][a-z]+): *(.*)/), let topic = Topic(rawValue: String(match.1))
            {
                current = topic
                topics[topic] = [match.2]
            } else if let current {
                topics[current]?.append(comment)
            } else {
                prose.append(comment)
            }
        }
        self.prose = prose.joined(separator: " ")
        self.topics = topics.mapValues { $0.joined(separator: " ") }
    }
}
