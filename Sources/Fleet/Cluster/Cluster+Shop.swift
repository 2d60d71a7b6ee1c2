extension Cluster {
    /// The passwords of a shop's two logins.
    public struct Logins: Sendable {
        /// Of `mami_admin`.
        public let admin: String
        /// Of `mami_gateway`.
        public let gateway: String

        /// Both.
        public init(admin: String, gateway: String) {
            self.admin = admin
            self.gateway = gateway
        }
    }

    /// Makes roles, database and rights: the one step that needs a superuser.
    /// - Parameter server: the URL of any database of the server, as a superuser.
    /// - Parameter folder: where `bootstrap.sql` is.
    /// - Throws: `FleetError` with what psql said.
    public static func bootstrap(_ server: String, database: String, logins: Logins, folder: String) async throws {
        // By the environment, which is not shown to other users, as a command line is.
        let (address, password) = withoutPassword(server)
        let psql = try await ChildProcess.run(
            "psql",
            [
                "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=database=\(database)",
                "--command=\\getenv admin_password ADMIN_PASSWORD",
                "--command=\\getenv gateway_password GATEWAY_PASSWORD",
                "--file=\(folder)/bootstrap.sql", "--dbname=\(address)",
            ],
            environment: [
                "ADMIN_PASSWORD": logins.admin, "GATEWAY_PASSWORD": logins.gateway, "PGPASSWORD": password,
            ]
        )
        guard psql.status == 0 else { throw FleetError("bootstrap.sql failed:\n" + psql.output) }
    }

    /// A URL without its password, and that.
    private static func withoutPassword(_ url: String) -> (url: String, password: String?) {
        guard let match = url.wholeMatch(of: /(postgres(?:ql)?:\/\/[^:\/@]*):([^@]*)(@.*)/) else { return (url, nil) }
        return (String(match.1) + String(match.3), String(match.2).removingPercentEncoding)
    }
}
