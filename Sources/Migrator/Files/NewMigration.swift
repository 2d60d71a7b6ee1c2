import Foundation

/// A migration that is about to be written.
struct NewMigration: Sendable {
    let slug: String
    let isTransactional: Bool
    /// Whether a file that undoes it comes with it.
    let hasDown: Bool

    /// Makes a slug of a name: `Add coupons` is `add_coupons`.
    /// - Throws: `MigratorFailure` `usage` for a name of which no honest slug can be made.
    init(name: String, isTransactional: Bool = true, hasDown: Bool = false) throws {
        let words = name.lowercased().split { " _-".contains($0) }
        let slug = words.joined(separator: "_")
        guard let match = slug.wholeMatch(of: /[a-z][a-z0-9_]*/), match.0.count <= 60 else {
            throw MigratorFailure.usage(
                "'\(name)' makes no name of a migration: give a few words of letters and digits, at most 60, that begin with a letter"
            )
        }
        self.slug = slug
        self.isTransactional = isTransactional
        self.hasDown = hasDown
    }

    /// Writes the files below a folder `db`, and gives their paths. Never writes over one.
    /// - Throws: `MigratorFailure` `usage` if there is no such folder, or the numbers have run out.
    func write(to directory: String) throws -> [String] {
        let folder = (directory.hasSuffix("/") ? directory : directory + "/") + "migrations/"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw MigratorFailure.usage("\(directory): no folder of migrations here; name one with --db-dir")
        }
        let number = 1 + (names.compactMap { $0.prefixMatch(of: /(\d{4})_/).flatMap { Int($0.1) } }.max() ?? 0)
        guard number <= 9999 else { throw MigratorFailure.usage("there is no number left after 9999") }
        let digits = String(number)
        let stem = String(repeating: "0", count: 4 - digits.count) + digits + "_" + slug
        var files = [("\(folder)\(stem).sql", text(stem))]
        if hasDown { files.append(("\(folder)\(stem).down.sql", "-- Undoes \(stem).sql, in development.\n\n")) }
        for (path, text) in files {
            do {
                try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
            } catch {
                throw MigratorFailure.usage("\(path) cannot be written: \(error.localizedDescription)")
            }
        }
        return files.map(\.0)
    }

    /// What a new file says where a person is to write.
    static let blanks = [
        "what it changes, and why",
        "which tables, how strongly; what waits behind them",
        "how long, measured on how many rows",
        "how to get back, and what is lost",
    ]

    private func text(_ stem: String) -> String {
        let directive = isTransactional ? "" : "-- migrator: no-transaction\n"
        let undo = hasDown ? "in development \(stem).down.sql; in production " : ""
        return directive + """
            -- \(slug.replacing("_", with: " ")): \(Self.blanks[0])
            --
            -- Locks: \(Self.blanks[1])
            -- Takes: \(Self.blanks[2])
            -- Undo:  \(undo)\(Self.blanks[3])


            """
    }
}
