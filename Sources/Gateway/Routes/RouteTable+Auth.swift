extension RouteTable {
    static let auth: [Route] = [
        Route(
            method: .post,
            path: api("/auth/register"),
            function: "api.user_register",
            fields: [
                .required("email", .email), .secret("password", .password), .required("full_name", .text(1...200)),
                .optional("phone", .phone),
            ],
            status: .created,
            handler: .register
        ),
        Route(
            method: .post,
            path: api("/auth/login"),
            function: "api.session_open",
            // Any password may be tried: rules for new ones are no business of this call.
            fields: [.required("email", .text(1...254)), .secret("password", .text(1...1024))],
            handler: .login
        ),
        Route(
            method: .post,
            path: api("/auth/refresh"),
            function: "api.session_refresh",
            fields: [.secret("refresh_token", .text(1...512))],
            handler: .refresh
        ),
        Route(
            method: .post,
            path: api("/auth/logout"),
            access: .anyRole,
            function: "api.session_close",
            status: .noContent
        ),
        Route(method: .get, path: api("/auth/me"), access: .anyRole, function: "api.user_me"),
    ]
}
