import CLibPQ

/// Takes what the server says besides results; without a receiver libpq would print it to standard error.
final class NoticeBox: Sendable {
    private let receiver: (@Sendable (String) -> Void)?

    init(_ receiver: (@Sendable (String) -> Void)?) {
        self.receiver = receiver
    }

    /// Listens as long as both live; the connection holds the box.
    func listen(to pointer: OpaquePointer) {
        PQsetNoticeProcessor(
            pointer,
            { box, message in
                guard let box, let message else { return }
                Unmanaged<NoticeBox>.fromOpaque(box).takeUnretainedValue().receive(String(cString: message))
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    private func receive(_ message: String) {
        var text = message
        while text.last?.isNewline == true { text.removeLast() }
        receiver?(text)
    }
}
