import Postgres

/// The shop's errors that a constraint can mean, as the database lists them.
struct ErrorCatalog: Sendable {
    /// One error of the shop.
    struct Entry: Sendable {
        let code: String
        let status: Int
        let message: String
    }

    private var byConstraint: [String: Entry] = [:]

    /// An empty one.
    init() {}

    /// Reads `api.error_catalog()`'s JSON; entries that are not understood are left out.
    init(json: [UInt8]) throws {
        guard case .array(let entries) = try JSONParser.parse(json) else { return }
        for entry in entries {
            guard case .string(let code)? = entry["code"], case .number(let number)? = entry["status"],
                let status = Int(number), case .string(let message)? = entry["message"],
                case .array(let names)? = entry["constraints"]
            else { continue }
            for case .string(let name) in names {
                byConstraint[name] = Entry(code: code, status: status, message: message)
            }
        }
    }

    /// The error that the violation of a constraint means; nil for one that means none.
    func entry(forConstraint name: String) -> Entry? {
        byConstraint[name]
    }
}
