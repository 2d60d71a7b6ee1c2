import CLibPQ

extension QueryResult {
    /// Copies what libpq holds, so that its memory can be given back.
    init(copying result: OpaquePointer) {
        let width = PQnfields(result)
        columns = (0..<width).map { String(cString: PQfname(result, $0)) }
        cells = (0..<PQntuples(result)).map { row in
            (0..<width).map { column in
                guard PQgetisnull(result, row, column) == 0 else { return nil }
                let length = Int(PQgetlength(result, row, column))
                return Array(UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length))
            }
        }
        affected = Int(String(cString: PQcmdTuples(result))) ?? 0
    }
}
