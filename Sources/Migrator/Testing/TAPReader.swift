/// Reads the Test Anything Protocol as pgTAP speaks it (testanything.org, version 12), line by line. No I/O.
struct TAPReader: Sendable {
    /// How many assertions held.
    private(set) var passed = 0
    private(set) var failures: [TestOutcome.Failure] = []
    /// Whether the file asked to be stopped.
    private(set) var hasBailedOut = false
    private var planned: Int?
    private var ran = 0
    /// Whether diagnostics belong to the last failure.
    private var isExplaining = false

    /// Reads a cell of a result. What is no TAP is none of our business: a test also calls functions for what they do.
    mutating func read(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) where !hasBailedOut { read(line: line) }
    }

    private mutating func read(line: Substring) {
        if let plan = line.wholeMatch(of: /1\.\.(\d+)(\s.*)?/) {
            if planned != nil { fail("a second plan: \(line)") }
            planned = Int(plan.1)
        } else if let test = line.wholeMatch(of: /(not )?ok \d+\b(.*)/) {
            ran += 1
            // A # of a description comes escaped: this one begins a directive.
            let isTodo = test.2.contains(/(^|[^\\])#\s*(?i:todo)\b/)
            if test.1 == nil || isTodo {
                passed += 1
                isExplaining = false
            } else {
                fail(String(line))
            }
        } else if line.hasPrefix("Bail out!") {
            fail(String(line))
            hasBailedOut = true
        } else if line.hasPrefix("#"), isExplaining {
            explain(line.dropFirst().drop { $0 == " " })
        }
    }

    /// The file was run to its end.
    mutating func finish() {
        guard !hasBailedOut else { return }
        switch planned {
        case nil: fail("there was no plan")
        case ran: break
        case let planned?: fail("planned \(planned) tests, ran \(ran)")
        }
    }

    private mutating func fail(_ test: String) {
        failures.append(TestOutcome.Failure(test: test))
        isExplaining = true
    }

    private mutating func explain(_ line: Substring) {
        // What finish() counts, and what the line above has said already.
        guard !line.hasPrefix("Looks like you "), !line.hasPrefix("Failed test ") else { return }
        failures[failures.count - 1].diagnostics.append(String(line))
    }
}
