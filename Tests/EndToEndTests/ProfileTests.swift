import Testing

/// What a user may change of their own.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(1)))
struct ProfileTests {
    @Test func patch_changesWhatItNames_andNullClears() async throws {
        let client = try await Person.register().client
        let before = try await client.api("GET", "/me").data
        let named = try await client.api("PATCH", "/me", #"{"phone":"+972 50 123","default_branch_id":2}"#).data
        #expect(named["phone"] as? String == "+972 50 123")
        #expect(named["default_branch_id"] as? Int == 2)
        #expect(named["full_name"] as? String == before["full_name"] as? String)
        let cleared = try await client.api("PATCH", "/me", #"{"phone":null}"#).data
        #expect(!(cleared["phone"] is String))
        #expect(cleared["default_branch_id"] as? Int == 2, "what is left out stays")
        #expect(try await client.api("GET", "/auth/me").data["default_branch_id"] as? Int == 2)
    }

    @Test func patch_ofNothing_isTaken_asNothingIsRequired() async throws {
        let client = try await Person.register().client
        for body in [nil, "{}", "null"] {
            #expect(try await client.api("PATCH", "/me", body).status == 200)
        }
    }

    @Test func patch_toABranchThatIsNotThere_isNotFound() async throws {
        let reply = try await Person.register().client.api("PATCH", "/me", #"{"default_branch_id":999999}"#)
        #expect(reply.status == 404)
        #expect(reply.code == "BRANCH_NOT_FOUND")
    }
}
