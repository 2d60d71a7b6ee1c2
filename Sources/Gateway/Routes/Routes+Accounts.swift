/// Who somebody is.
extension RouteTable {
    static let accounts: [Route] = [
        .post(
            "/auth/register", .everybody, .handler("register", function: "api.user_register"),
            body: .json([
                .required("email", .email), .secret("password", .password), .required("full_name", .text(1...200)),
                .optional("phone", .phone),
            ]), answer: .created, rateLimit: .credentials(scope: "register")),
        // Any password may be tried: rules for new ones are no business of this call.
        .post(
            "/auth/login", .everybody, .handler("login", function: "api.session_open"),
            body: .json([.secret("email", .text(1...254)), .secret("password", .secret(FieldType.passwordLimit))]),
            rateLimit: .credentials(scope: "login")),
        .post(
            "/auth/refresh", .everybody, .handler("refresh", function: "api.session_refresh"),
            body: .json([.secret("refresh_token", .secret(512))])),
        .post("/auth/logout", .anyRole, "api.session_close", answer: .nothing),
    ]
}
