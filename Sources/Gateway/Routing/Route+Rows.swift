import HTTPTypes

/// The words in which the table is written.
extension Route {
    static func get(
        _ path: Path,
        _ access: Access,
        _ target: Target,
        query: [Field] = [],
        answer: AnswerKind = .data,
        isTagged: Bool = false,
        spellings: [Path] = [],
        lane: Lane = .read
    ) -> Route {
        Route(
            method: .get, path: path, spellings: spellings, access: access, target: target, query: query,
            answer: answer,
            isTagged: isTagged, lane: lane)
    }

    static func post(
        _ path: Path,
        _ access: Access,
        _ target: Target,
        query: [Field] = [],
        body: Body = .none,
        answer: AnswerKind = .data,
        refusesCardData: Bool = false,
        takesKey: Bool = false,
        rateLimit: RateLimit = .none,
        spellings: [Path] = [],
        lane: Lane = .write
    ) -> Route {
        Route(
            method: .post, path: path, spellings: spellings, access: access, target: target, query: query, body: body,
            answer: answer, refusesCardData: refusesCardData, takesKey: takesKey, rateLimit: rateLimit, lane: lane)
    }

    static func put(
        _ path: Path, _ access: Access, _ target: Target, body: Body, spellings: [Path] = []
    ) -> Route {
        Route(method: .put, path: path, spellings: spellings, access: access, target: target, body: body, lane: .write)
    }

    static func patch(
        _ path: Path,
        _ access: Access,
        _ target: Target,
        query: [Field] = [],
        body: Body = .none,
        spellings: [Path] = []
    ) -> Route {
        Route(
            method: .patch, path: path, spellings: spellings, access: access, target: target, query: query, body: body,
            lane: .write)
    }

    static func delete(
        _ path: Path, _ access: Access, _ target: Target, answer: AnswerKind = .data, spellings: [Path] = []
    ) -> Route {
        Route(
            method: .delete, path: path, spellings: spellings, access: access, target: target, answer: answer,
            lane: .write)
    }
}
