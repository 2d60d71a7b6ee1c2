import AuditSeal
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Signs what the sealer has made, again and again, and gives it away: into a file, which is to be where no superuser of the database gets
/// to. Before it signs it proves to itself that the tree has only been added to since the last checkpoint that it has seen; a log that was
/// changed behind its back gets no signature any more.
actor CheckpointSigner: Service {
    private let calls: SealCalls
    private let key: SealingKey
    private let file: CheckpointFile?
    private let interval: Duration
    private let logger: Logger
    private let counters: SweepCounters
    /// The last that we have signed or taken into the file.
    private var seen: SignedCheckpoint?

    init(
        calls: SealCalls, key: SealingKey, file: CheckpointFile?, interval: Duration, logger: Logger,
        counters: SweepCounters
    ) {
        self.calls = calls
        self.key = key
        self.file = file
        self.interval = interval
        self.logger = logger
        self.counters = counters
    }

    /// Why nothing is signed.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    func run() async throws {
        // The first soon: who has just started wants to see that it works.
        var pause = min(interval, .seconds(1))
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { [pause] in
                try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
            }
            if Task.isShuttingDownGracefully { return }
            await sign()
            pause = interval
        }
    }

    /// One round: whether there was something new that could be signed or taken over.
    @discardableResult
    func sign() async -> Bool {
        do {
            guard try await next() else { return false }
            counters.count("audit_checkpoint", "checkpoint", .done)
            return true
        } catch let refusal as Refusal {
            counters.count("audit_checkpoint", "checkpoint", .handedOver)
            logger.error("audit.log_changed", metadata: [LogKey.reason: "\(refusal)"])
        } catch {
            counters.count("audit_checkpoint", "checkpoint", .failed)
            logger.error("audit.checkpoint_failed", metadata: [LogKey.error: "\(error)"])
        }
        return false
    }

    private func next() async throws -> Bool {
        let head = try await calls.head()
        let last = try await lastSeen()
        if let last { try await check(last.checkpoint, head.size, head.root) }
        guard let kept = head.checkpoint, kept.age < interval || kept.signed.checkpoint.size == head.size else {
            return try await signHead(head, last: last)
        }
        // Another gateway has signed, or we before we could write it down: it goes into our file all the same.
        let checkpoint = kept.signed.checkpoint
        guard checkpoint.size > last?.checkpoint.size ?? -1 else { return false }
        guard key.verifier.hasSigned(kept.signed) else {
            // A key of before, or of another gateway: nothing that we could vouch for. The next one is ours.
            return kept.age < interval ? false : try await signHead(head, last: last)
        }
        try await check(checkpoint, head.size, head.root)
        if let last { try await check(last.checkpoint, checkpoint.size, checkpoint.root) }
        try await leave(kept.signed)
        return true
    }

    private func signHead(_ head: SealCalls.Head, last: SignedCheckpoint?) async throws -> Bool {
        guard head.size > 0, head.size > last?.checkpoint.size ?? 0 || head.checkpoint == nil else { return false }
        let signed = try key.sign(size: head.size, root: head.root)
        // First away, then home: what only the database knows proves nothing.
        try await leave(signed)
        _ = try await calls.keep(signed, publicKey: key.verifier.bytes)
        return true
    }

    /// That the tree with this size and root was made of an older one by adding to it.
    private func check(_ old: Checkpoint, _ size: Int64, _ root: [UInt8]) async throws {
        guard old.size <= size else {
            throw Refusal(description: "a checkpoint has \(old.size) leaves, and the tree \(size)")
        }
        guard old.size < size || old.root == root else {
            throw Refusal(description: "the root of \(size) leaves is another one than was signed")
        }
        guard old.size < size, old.size > 0 else { return }
        let proof = try await calls.consistency(from: old.size, to: size)
        guard MerkleTree.isConsistent(old.size, old.root, size, root, proof: proof) else {
            throw Refusal(description: "the first \(old.size) leaves are others than were signed")
        }
    }

    private func lastSeen() async throws -> SignedCheckpoint? {
        guard let file else { return seen }
        return try await NIOThreadPool.singleton.runIfActive {
            let last = Mutex<SignedCheckpoint?>(nil)
            try file.append { found in
                last.withLock { $0 = found }
                return nil
            }
            return last.withLock { $0 }
        } ?? seen
    }

    private func leave(_ signed: SignedCheckpoint) async throws {
        if let file {
            try await NIOThreadPool.singleton.runIfActive {
                // Another gateway of this machine may have written a greater one meanwhile.
                try file.append { last in signed.checkpoint.size > last?.checkpoint.size ?? -1 ? signed : nil }
            }
        }
        seen = signed
    }
}
