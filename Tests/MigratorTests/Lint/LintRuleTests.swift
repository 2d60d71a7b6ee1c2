import Testing

@testable import Migrator

/// Each rule: an offender is found, and by no other rule; what is harmless is passed over.
struct LintRuleTests {
    @Test(arguments: LintCase.offenders)
    func offender_isFound(_ offender: LintCase) {
        let findings = LintShop.findings(offender.path, offender.text)
        #expect(Set(findings.map(\.rule)) == [offender.rule], "\(findings.map(\.text))")
        #expect(findings.allSatisfy { $0.file == "db/\(offender.path)" && $0.message.contains("; ") })
    }

    @Test(arguments: LintCase.harmless)
    func harmless_isNot(_ harmless: LintCase) {
        #expect(LintShop.findings(harmless.path, harmless.text).map(\.text) == [])
    }

    @Test func everyRule_hasAnOffender() {
        #expect(Set(LintCase.offenders.map(\.rule)).union(["allow"]) == Set(LintRules.all.map { $0.id }))
    }

    @Test(arguments: LintCase.offenders)
    func offender_allowedForTheFile_isNot(_ offender: LintCase) {
        let text = "-- migrator: allow \(offender.rule): a test\n\n" + offender.text
        #expect(LintShop.findings(offender.path, text).map(\.text) == [])
    }

    @Test(arguments: ["select 1;\n", "-- migrator: no-transaction\n\nselect 1;\n", "select 1;\n-- why\n"])
    func migration_withoutAComment_isFound(_ text: String) {
        let findings = Linter(files: ["migrations/0001_a.sql": text], folder: "db").findings { _ in true }
        #expect(findings.map(\.rule) == ["migration-header"])
    }

    @Test func finding_hasTheLine() {
        let text =
            "-- why\nalter table store.things\n    add column a text,\n    drop column note;\n\ntruncate store.things;\n"
        #expect(LintShop.findings("migrations/0002_next.sql", text).map(\.line) == [4, 6])
        let body = LintShop.function(body: "perform 1\n    from store.things\n    for update;")
        #expect(LintShop.findings("functions/shared/thing_get.sql", body).map(\.line) == [15])
    }

    @Test func earlierMigrations_countWhenTheyAreNotAskedFor() {
        let validated = [
            "migrations/0002_add.sql":
                "alter table store.things add constraint c check (maker_id is not null) not valid;\n",
            "migrations/0003_validate.sql": "alter table store.things validate constraint c;\n",
            "migrations/0004_set.sql": "alter table store.things alter maker_id set not null;\n",
        ]
        #expect(LintShop.findings(validated).map(\.text) == [])
    }

    @Test func droppedKey_namesNoRowAnyMore() {
        let lookUp = LintShop.function(body: "perform 1 from store.things as t where t.name = 'a' for update;")
        func findings(_ migration: String) -> [String] {
            LintShop.findings(["functions/shared/thing_get.sql": lookUp, "migrations/0002_drop.sql": migration]).map(
                \.rule)
        }
        #expect(findings("select 1;\n") == [])
        #expect(findings("alter table store.things drop constraint things_name_key;\n") == ["lock-order"])
    }

    @Test func primaryKey_usingIndexOverWhatIsNotNull_isNotFound() {
        let index = "-- migrator: no-transaction\n\ncreate unique index concurrently k on store.things (price);\n"
        let key = "alter table store.things drop constraint things_pkey, add constraint k2 primary key using index k;\n"
        let files = ["migrations/0002_index.sql": index, "migrations/0003_key.sql": key]
        #expect(LintShop.findings(files).map(\.text) == [])
        #expect(
            LintShop.findings(files.mapValues { $0.replacing("(price)", with: "(note, maker_id)") }).map(\.rule) == [
                "set-not-null"
            ])
    }

    @Test(arguments: [
        "alter table store.parts add constraint f foreign key (thing_id) references store.things;\n",
        "alter table store.parts add constraint k unique (thing_id);\n", "create index on store.parts (thing_id);\n",
    ])
    func partitionedTable_hasARemedyThatPostgreSQLCanDo(_ text: String) {
        let findings = LintShop.findings("migrations/0002_next.sql", text)
        #expect(findings.count == 1)
        #expect(findings.allSatisfy { $0.message.contains("each partition") })
    }

    @Test func functions_seeKeysOfLaterIndexes() {
        let lookUp = LintShop.function(body: "perform 1 from store.things as t where t.maker_id = 1 for update;")
        let index = "-- migrator: no-transaction\n\ncreate unique index concurrently k on store.things (maker_id)"
        func findings(_ index: String) -> [String] {
            LintShop.findings(["functions/shared/thing_get.sql": lookUp, "migrations/0002_key.sql": index]).map(\.rule)
        }
        #expect(findings(index + ";\n") == [])
        #expect(findings(index + " where price > 0;\n") == ["lock-order"])
    }
}
