/// The audit log. To read it is to write into it, so no answer comes from a cache.
extension RouteTable {
    static let audit: [Route] = [
        .get(
            "/admin/audit", .managers, "api.audit_search",
            query: filter + [
                .optional("cursor", .text(1...40)), .optional("limit", .limit),
                .optional("offset", .integer(0...10_000), default: 0),
            ], answer: .page, lane: .slow),
        .get(
            "/admin/audit/export", .managers, .handler("audit_export", function: "api.audit_export"),
            query: filter + [.optional("format", .choice(["csv", "jsonl"]), default: "csv")],
            answer: .csv(file: "audit.csv"), lane: .slow),
        .get(
            "/admin/orders/{order_id}/story", .managers, "api.order_story", query: Field.page, answer: .page,
            lane: .slow),
        .get("/admin/audit/{audit_entry_id}/proof", .admins, "api.audit_proof", answer: .data),
        .get("/admin/audit/checkpoint", .admins, "api.audit_checkpoint", answer: .data),
    ]

    private static let filter: [Field] = [
        .optional("entity_type", .text(1...63)), .optional("entity_id", .id),
        .optional("entity_name", .text(1...200)), .optional("actor_id", .id, parameter: "entry_actor_id"),
        .optional("actor_email", .email), .optional("subject_user_id", .id), .optional("field", .text(1...63)),
        .optional("action", .text(1...63)), .optional("request_id", .text(1...64)),
        .optional("source", .text(1...100)), .optional("date_from", .date), .optional("date_to", .date),
        .optional("q", .text(1...200)),
    ]
}
