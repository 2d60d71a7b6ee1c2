import Foundation
import Testing

/// A generated column keeps what its function gave when its row was written. So the function stands in the migration that made the column
/// too, and its file in db/functions must not become another without a migration that makes the column again.
struct GeneratedColumnTests {
    @Test(arguments: ["catalog/search_fold", "catalog/search_name"])
    func functionOfAColumn_isTheOneThatItWasMadeWith(_ path: String) throws {
        let function = try String(contentsOfFile: "\(ShopDatabase.folder)/functions/\(path).sql", encoding: .utf8)
        // To the end of its body: comments and rights behind it change no value.
        let end = try #require(function.ranges(of: "\n$$;").last)
        let name = path.split(separator: "/")[1]
        let migrations = try FileManager.default.contentsOfDirectory(atPath: "\(ShopDatabase.folder)/migrations")
            .sorted()
        let makers = try migrations.map {
            try String(contentsOfFile: "\(ShopDatabase.folder)/migrations/\($0)", encoding: .utf8)
        }.filter { $0.contains("create or replace function store.\(name)(") }
        #expect(try #require(makers.last).contains(function[..<end.upperBound]))
    }
}
