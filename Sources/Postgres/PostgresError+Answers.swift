extension PostgresError {
    /// A function gave no row, or not the columns that it promises: gateway and schema are not of one version.
    public static let emptyAnswer = PostgresError(kind: .decoding, message: "the answer lacks what was asked for")
}
