extension Variable {
    /// The text of .env.example: every variable with its meaning, and its default commented out.
    package static var example: String {
        let settings = Set(Setting.all.map(\.variable))
        let rows = all.filter { !settings.contains($0.name) }.map { variable in
            let need = variable.isRequired ? " (must be given; `make run` makes its own where it is missing)" : ""
            return "# \(variable.meaning)\(need)\n# \(variable.name)=\(variable.defaultValue ?? "")"
        }
        return """
            # Made by `gateway --env-example`. Copy to .env, or set in the environment, which wins. Each line that is commented out
            # shows the default.

            # the administrator's database, for `make run` and the migrator, as the login mami_admin; without it, `make run` starts
            # a private PostgreSQL
            # DATABASE_URL=

            # The shop's settings: `migrator up` takes their first values from here; the gateway compares them with the database.

            \(Setting.all.map { "# \($0.meaning)\n# \($0.variable)=\($0.firstValue)" }.joined(separator: "\n\n"))

            # The gateway.

            \(rows.joined(separator: "\n\n"))

            """
    }
}
