import Postgres

/// Looks whether the partitions by time are there before they are needed.
struct PartitionLedger: Sendable {
    let session: Session
    let schemas: [String]

    /// What is wrong: a time that is not covered from now for a month, or rows that fell into the default partition.
    func findings() async throws -> [String] {
        let rows = try await session.rows(Self.query, [.text(schemas.joined(separator: ","))])
        var findings = try rows.filter { try $0.text("gap") != nil }.map { row in
            "\(try row.text("name") ?? ""): no partition from \(try row.text("gap") ?? "")"
        }
        for row in rows {
            guard let net = try row.text("default_partition") else { continue }
            if try await session.rows("select exists (select from \(net)) as found").first?.boolean("found") == true {
                findings.append("\(net): rows have fallen into the default partition")
            }
        }
        return findings
    }

    private static let query = """
        with parents as (
            select c.oid, c.oid::regclass::text as name, nullif(t.partdefid, 0)::regclass::text as default_partition
            from pg_partitioned_table as t
            join pg_class as c on c.oid = t.partrelid
            join pg_namespace as n on n.oid = c.relnamespace
            join pg_attribute as a on a.attrelid = c.oid and a.attnum = t.partattrs[0]
            where n.nspname = any (string_to_array($1, ','))
                and t.partstrat = 'r'
                and t.partnatts = 1
                and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
        ),

        bounds as (
            select p.oid, tstzrange(m.bound[1]::timestamptz, m.bound[2]::timestamptz) as period
            from parents as p
            join pg_inherits as i on i.inhparent = p.oid
            join pg_class as c on c.oid = i.inhrelid
            cross join lateral regexp_match(
                pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\) TO \\(''([^'']+)''\\)'
            ) as m (bound)
            where m.bound is not null
        )

        select
            p.name,
            p.default_partition,
            (
                select min(lower(missing.period))::text
                from unnest(
                    tstzmultirange(tstzrange(now(), now() + interval '1 month'))
                    - coalesce((select range_agg(b.period) from bounds as b where b.oid = p.oid), '{}')
                ) as missing (period)
            ) as gap
        from parents as p
        """
}
