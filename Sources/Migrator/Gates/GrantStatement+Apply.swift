extension GrantStatement {
    /// What the statement makes of a set of privileges, in the database that the catalog shows.
    func apply(to entries: inout Set<PrivilegeManifest.Entry>, _ catalog: PrivilegeCatalog) {
        for (kind, object) in targets(catalog) {
            for privilege in privileges {
                for grantee in grantees {
                    apply(privilege, on: kind, object, grantee, &entries)
                }
            }
        }
    }

    /// Kinds and names as the server writes them. A name that is not there has no privileges.
    private func targets(_ catalog: PrivilegeCatalog) -> [(kind: String, object: String)] {
        switch kind {
        case .schemas: objects.filter(catalog.schemas.contains).map { ("schema", $0) }
        case .functions: objects.compactMap { catalog.function($0) }.map { ("function", $0) }
        case .tables: objects.filter { catalog.tables[$0] != nil }.map { ("table", $0) }
        case .allTablesInSchemas:
            catalog.tables.filter { objects.contains($0.value.schema) && !$0.value.isSequence }
                .map { ("table", $0.key) }
        case .allSequencesInSchemas:
            catalog.tables.filter { objects.contains($0.value.schema) && $0.value.isSequence }
                .map { ("table", $0.key) }
        case .allFunctionsInSchemas:
            catalog.functions.filter { objects.contains($0.value) }.map { ("function", $0.key) }
        }
    }

    private func apply(
        _ privilege: (name: String, columns: [String]),
        on kind: String,
        _ object: String,
        _ grantee: String,
        _ entries: inout Set<PrivilegeManifest.Entry>
    ) {
        let names = privilege.name == "ALL" ? Self.allPrivileges[kind] ?? [] : [privilege.name]
        for name in names {
            func entry(_ column: String?) -> PrivilegeManifest.Entry {
                .init(kind: kind, object: object, column: column, grantee: grantee, privilege: name)
            }
            if isGrant {
                entries.formUnion(privilege.columns.isEmpty ? [entry(nil)] : privilege.columns.map(entry))
            } else if kind != "table" || !privilege.columns.isEmpty {
                entries.subtract(privilege.columns.isEmpty ? [entry(nil)] : privilege.columns.map(entry))
            } else {
                // Taken from the table, a privilege is taken from its columns too.
                entries = entries.filter {
                    !($0.kind == kind && $0.object == object && $0.grantee == grantee && $0.privilege == name)
                }
            }
        }
    }

    /// By kind (manual, table 5.2).
    private static let allPrivileges = [
        "function": ["EXECUTE"],
        "schema": ["USAGE", "CREATE"],
        "table": ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "USAGE"],
    ]
}
