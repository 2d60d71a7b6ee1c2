import NIOCore
import Postgres

/// Gives all entries of the audit log that fit, as CSV or as a line of JSON each.
struct AuditExportHandler: Sendable {
    let calls: AuditCalls

    /// The first part is there before the answer begins: what is refused is refused with its status.
    func export(_ call: Call) async throws -> Answer {
        let isCSV = call.input.text("format") == "csv"
        let export = AuditExport(
            calls: calls, filter: call.arguments, context: call.context, isCSV: isCSV,
            next: try await calls.export(call.arguments, behind: nil, call.context))
        return .file(
            isCSV ? "audit.csv" : "audit.jsonl",
            type: isCSV ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
            nextPart: { try await export.nextPart() })
    }
}

/// An export on its way. A part is asked for when the one before has been taken, so that a client who reads slowly, or a log of
/// ten million entries, costs no more memory than one part, and no connection while nobody asks.
private actor AuditExport {
    private let calls: AuditCalls
    private let filter: Arguments
    private let context: CallContext
    private let isCSV: Bool
    private var next: AuditCalls.Part?
    private var csv = CSVText(skippingColumns: AuditCalls.Part.extraColumns)
    private var cursor: String?

    init(calls: AuditCalls, filter: Arguments, context: CallContext, isCSV: Bool, next: AuditCalls.Part) {
        self.calls = calls
        self.filter = filter
        self.context = context
        self.isCSV = isCSV
        self.next = next
    }

    /// The text of the next part; nil behind the last one.
    func nextPart() async throws -> ByteBuffer? {
        if next == nil, let cursor { next = try await calls.export(filter, behind: cursor, context) }
        guard let part = next else { return nil }
        next = nil
        cursor = part.cursor
        return isCSV ? csv.text(of: part.entries, columnNames: part.columnNames) : try Self.lines(of: part.entries)
    }

    private static func lines(of entries: Slice<QueryResult>) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        for entry in entries {
            buffer.writeBytes(try entry.bytes("entry") ?? [])
            buffer.writeInteger(UInt8(ascii: "\n"))
        }
        return buffer
    }
}
