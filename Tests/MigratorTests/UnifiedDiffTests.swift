import Fleet
import Testing

@testable import Migrator

/// Comparing texts by lines.
struct UnifiedDiffTests {
    private static func diff(_ old: String, _ new: String) -> String {
        UnifiedDiff(from: old, to: new, labels: ("old", "new")).text
    }

    @Test func diff_equalTexts_isEmpty() {
        #expect(UnifiedDiff(from: "a\nb\n", to: "a\nb\n", labels: ("old", "new")).isEmpty)
    }

    @Test func diff_oneLineChanged_hasThreeLinesAroundIt() {
        let old = (1...20).map { "\($0)\n" }.joined()
        #expect(
            Self.diff(old, old.replacing("10\n", with: "ten\n"))
                == "--- old\n+++ new\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n")
    }

    @Test func diff_windowsLineEnds_areADifference() {
        #expect(Self.diff("a\n", "a\r\n") == "--- old\n+++ new\n@@ -1 +1 @@\n-a\n+a\r\n")
    }

    @Test func diff_twoSpellingsOfACharacter_areADifference() {
        #expect(Self.diff("\u{E9}\n", "e\u{301}\n") == "--- old\n+++ new\n@@ -1 +1 @@\n-\u{E9}\n+e\u{301}\n")
        #expect(Self.diff("\u{E9}\n", "e\u{301}\n").isEmpty == false)
    }

    /// What `diff -u` says of the same texts.
    @Test(arguments: [
        ("", "a\n"), ("a\n", ""), ("a", "a\n"), ("a\n", "b"), ("a\nb\nc\n", "b\nc\nd\n"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n3\n4\n5\n6\n7\n8\n"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "one\n2\n3\n4\n5\n6\n7\n8\n9\nten\n"),
        ("a\n\nb\n", "a\nb\n"), ("חלב\nלחם\n", "חלב\nיין\nלחם\n"),
    ])
    func diff_anyTexts_isThatOfTheTool(_ old: String, _ new: String) async throws {
        try await TemporaryFolder.with(["old": old, "new": new]) { folder in
            let tool = try await ChildProcess.run(
                "diff",
                [
                    "-u", "--label", "old", "--label", "new", folder.path(percentEncoded: false) + "old",
                    folder.path(percentEncoded: false) + "new",
                ])
            #expect(Self.diff(old, new) == tool.output)
        }
    }
}
