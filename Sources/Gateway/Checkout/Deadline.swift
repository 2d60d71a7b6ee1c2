/// Answers in time, also when the work takes longer: the work goes on to its end, only the caller stops waiting.
func withDeadline<Success: Sendable>(
    _ duration: Duration,
    _ work: @escaping @Sendable () async throws -> Success
) async throws -> Success {
    let (results, continuation) = AsyncStream<Result<Success, any Error>>.makeStream()
    let timer = Task {
        try await Task.sleep(for: duration)
        continuation.yield(.failure(APIError(.timeout)))
    }
    Task {
        do {
            continuation.yield(.success(try await work()))
        } catch {
            continuation.yield(.failure(error))
        }
        timer.cancel()
    }
    for await result in results {
        return try result.get()
    }
    // The client has hung up: nobody reads this.
    throw APIError(.timeout)
}
