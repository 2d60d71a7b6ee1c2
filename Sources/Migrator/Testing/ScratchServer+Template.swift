import Fleet
import Foundation
import Postgres

extension ScratchServer {
    /// Makes the database that all others of the run are copies of: what `bootstrap.sql` makes, the same deployment as `up`,
    /// then the extensions that only tests need. Gives its name.
    ///
    /// `bootstrap.sql` is run by psql, for which it is written, and not told a second time here: without passwords it leaves
    /// those of the logins alone. A folder that has none gets an empty database.
    func makeTemplate(
        directory: String,
        role: String,
        settings: [(name: String, value: String)],
        report: Report
    ) async throws -> String {
        let template = name("template")
        let bootstrap = URL(filePath: directory).appending(path: "bootstrap.sql").path(percentEncoded: false)
        if FileManager.default.fileExists(atPath: bootstrap) {
            let psql = try await ChildProcess.run(
                "psql",
                [
                    "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=database=\(template)",
                    "--file=\(bootstrap)",
                ],
                environment: environment
            )
            guard psql.status == 0 else { throw MigratorFailure.failed("\(bootstrap): \(psql.output)") }
        } else {
            try await createEmpty(template)
        }
        try await deploy(to: template, directory: directory, role: role, settings: settings)
        try await installExtensions(in: template, report: report)
        return template
    }

    private func deploy(
        to database: String,
        directory: String,
        role: String,
        settings: [(name: String, value: String)]
    ) async throws {
        // What `up` says on its way is of no interest here; what stops it is thrown.
        let silent = Report(command: "test", isJSON: true)
        let session = try await Session.connect(connectionString(of: database), role: role, report: silent)
        do {
            let files = try SchemaFiles(directory: directory)
            try await session.holdingLock(waitSeconds: 0) {
                let options = Deployment.Options(rehearses: false, settings: settings)
                try await Deployment(session: session, files: files, options: options).up()
            }
        } catch {
            await session.close()
            throw error
        }
        await session.close()
    }

    private func installExtensions(in database: String, report: Report) async throws {
        let connection = try await connect(to: database, report: report)
        do {
            try await connection.execute(
                script: """
                    create schema if not exists tap;
                    create extension if not exists pgtap schema tap;
                    create schema if not exists plpgsql_check;
                    create extension if not exists plpgsql_check schema plpgsql_check;
                    """
            )
        } catch let error as PostgresError where error.kind == .server {
            await connection.close()
            throw MigratorFailure.usage(
                "\(error.message): the server needs the packages postgresql-15-pgtap and postgresql-15-plpgsql-check"
            )
        }
        await connection.close()
    }
}
