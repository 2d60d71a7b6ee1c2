import SQLText

/// The reference as Markdown: a page a domain, and one that says what is where.
struct ReferencePages {
    /// A file and what it holds.
    struct Page: Equatable {
        let name: String
        let text: String
    }

    /// The index first, then the domains by name.
    let pages: [Page]

    init(_ reference: Reference, domains: Domains) {
        let groups = Dictionary(grouping: reference.entries) { domains[$0.name] }.sorted { $0.key < $1.key }
        let index = """
            # What may be called

            The functions and views of the schema `api`, made by `migrator docs` from the database, a page a domain. Call by name:
            `select api.order_list(p_actor_id => 2, p_limit => 5)`.

            """
        let lines = groups.map { domain, entries in
            let file = Self.file(domain)
            return "- [\(domain)](\(file)): "
                + entries.map { "[\($0.name)](\(file)#\($0.name))" }.joined(separator: ", ")
        }
        pages =
            [Page(name: "README.md", text: index + "\n" + lines.joined(separator: "\n") + "\n")]
            + groups.map { domain, entries in
                Page(
                    name: Self.file(domain),
                    text: (["# \(domain)"] + entries.map(Self.section)).joined(separator: "\n\n") + "\n")
            }
    }

    /// All of it, for whoever reads it at once.
    var text: String { pages.map(\.text).joined(separator: "\n") }

    private static func file(_ domain: String) -> String { domain.replacing(" ", with: "-") + ".md" }

    private static func section(_ entry: Reference.Entry) -> String {
        let prose = entry.header.map(\.prose) ?? ""
        var parts = ["## \(entry.name)", escaped(entry.summary.isEmpty ? "No comment." : entry.summary)]
        if !prose.isEmpty { parts.append(escaped(prose)) }
        parts.append("```sql\n\(signature(entry))\n```")
        parts.append(facts(entry).map { "- \($0): \(escaped($1))" }.joined(separator: "\n"))
        return parts.joined(separator: "\n\n")
    }

    private static func facts(_ entry: Reference.Entry) -> [(name: String, text: String)] {
        let grantees = entry.grantees.isEmpty ? "its owner alone" : entry.grantees.joined(separator: ", ")
        guard let attributes = entry.attributes else { return [("May read", grantees)] }
        let topics = FunctionHeader.Topic.allCases.map { ($0.rawValue, entry.header?.topics[$0] ?? "not stated") }
        return topics + [("May execute", grantees), ("Attributes", attributes)]
    }

    private static func signature(_ entry: Reference.Entry) -> String {
        let call = "\(entry.schema).\(entry.name)" + list(entry.members)
        guard let result = entry.result else { return call }
        guard result.hasPrefix("TABLE("), result.hasSuffix(")") else { return "\(call) returns \(result)" }
        return "\(call) returns table" + list(String(result.dropFirst(6).dropLast()))
    }

    /// `(a integer, b text)`; one a line when there is more than one.
    private static func list(_ members: String) -> String {
        let items = SQLList.items(of: SQLScanner.tokens(of: members)).map { item in
            item.map { $0.kind == .word && $0.text == "DEFAULT" ? "default" : $0.text }.joined()
        }
        return items.count < 2 ? "(\(items.joined()))" : "(\n    " + items.joined(separator: ",\n    ") + "\n)"
    }

    /// Text in which nothing but code in backticks means something to Markdown.
    private static func escaped(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? String(part).replacing(/[*<\[\]\\]/) { "\\\($0.output)" } : String(part)
        }.joined(separator: "`")
    }
}
