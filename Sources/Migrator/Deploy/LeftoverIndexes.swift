import Postgres

/// What `concurrently` leaves behind when it is cut off: indexes that are kept up to date and never used.
enum LeftoverIndexes {
    /// What became of an index.
    enum State {
        case absent, valid, invalid
    }

    /// The state of an index, by its qualified name.
    static func state(of index: String, _ session: Session) async throws -> State {
        let row = try await session.rows(
            "select i.indisvalid as is_valid from pg_index as i where i.indexrelid = to_regclass($1)", [.text(index)]
        ).first
        guard let row else { return .absent }
        return try row.boolean("is_valid") == true ? .valid : .invalid
    }

    /// Drops an invalid index, without a lock that stops anybody.
    static func drop(_ index: String, _ session: Session) async throws {
        try await session.run("drop index concurrently \(index)")
        session.report.step("dropped the invalid index \(index) of an earlier try")
    }

    /// Drops what `reindex concurrently` left.
    static func dropOfReindex(_ session: Session) async throws {
        let rows = try await session.rows(
            """
            select i.indexrelid::regclass::text as name
            from pg_index as i
            join pg_class as c on c.oid = i.indexrelid
            where not i.indisvalid and c.relname ~ '_cc(new|old)\\d*$'
            """
        )
        for row in rows {
            if let name = try row.text("name") { try await drop(name, session) }
        }
    }
}
