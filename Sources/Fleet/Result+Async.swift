extension Result where Failure == any Error {
    /// What an asynchronous piece of work came to, so that it can be tidied up behind it before the error goes on.
    public init(_ work: () async throws -> Success) async {
        do {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }
}
