/// Users, as managers and admins see to them.
extension RouteTable {
    static let users: [Route] = [
        .get(
            "/admin/users", .managers, "api.user_list",
            query: [
                .optional("q", .text(0...200)), .optional("role", .choice(Role.allCases.map(\.rawValue))),
                .optional("is_active", .boolean),
            ] + Field.page, answer: .page),
        .get("/admin/users/{user_id}", .managers, "api.user_get"),
        .patch(
            "/admin/users/{user_id}", .managers, "api.user_change",
            body: .json([
                .optional("role", .choice(Role.allCases.map(\.rawValue))), .optional("full_name", .text(1...200)),
                .clearable("phone", .phone), .optional("is_active", .boolean),
            ])),
        .patch(
            "/admin/users/{user_id}/toggle", .managers, "api.user_toggle", query: [.required("active", .boolean)]),
        .post("/admin/users/{user_id}/sessions", .managers, "api.user_sessions_end", answer: .nothing),
        .delete("/admin/users/{user_id}/sessions", .managers, "api.user_sessions_end", answer: .nothing),
    ]
}
