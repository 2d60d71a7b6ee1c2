import Testing

@testable import Postgres

/// What the pool decides, without a server.
struct PoolStateTests {
    @Test func lease_idleConnection_isUsedLastInFirstOut() {
        var state = PoolState<String>(waiterLimit: 1)
        #expect(state.place("a") == .park)
        #expect(state.place("b") == .park)
        #expect(state.lease(waiter: 1) == .use("b"))
        #expect(state.lease(waiter: 2) == .use("a"))
    }

    @Test func lease_noConnection_waitsUntilTheQueueIsFull() {
        var state = PoolState<String>(waiterLimit: 2)
        #expect(state.lease(waiter: 1) == .wait)
        #expect(state.lease(waiter: 2) == .wait)
        #expect(state.lease(waiter: 3) == .refuse(.queueFull))
    }

    @Test func place_withWaiters_servesWhoeverWaitedLongest() {
        var state = PoolState<String>(waiterLimit: 2)
        _ = state.lease(waiter: 1)
        _ = state.lease(waiter: 2)
        #expect(state.place("a") == .handOver("a", to: 1))
        #expect(state.place("a") == .handOver("a", to: 2))
        #expect(state.place("a") == .park)
    }

    @Test func abandon_waiter_isNotServed() {
        var state = PoolState<String>(waiterLimit: 2)
        _ = state.lease(waiter: 1)
        _ = state.lease(waiter: 2)
        let wasWaiting = state.abandon(waiter: 1)
        #expect(wasWaiting)
        #expect(state.place("a") == .handOver("a", to: 2))
        let isStillWaiting = state.abandon(waiter: 2)
        #expect(!isStillWaiting, "who has been served cannot leave any more")
    }

    @Test func lose_idleConnection_isNotUsed() {
        var state = PoolState<String>(waiterLimit: 1)
        _ = state.place("a")
        state.lose("a")
        #expect(!state.hasConnection)
        #expect(state.lease(waiter: 1) == .wait)
    }

    @Test func close_givesBackEverything_andRefusesFromThenOn() {
        var state = PoolState<String>(waiterLimit: 2)
        _ = state.place("a")
        _ = state.place("b")
        #expect(state.lease(waiter: 1) == .use("b"))
        let left = state.close()
        #expect(left.idle == ["a"])
        #expect(left.waiters.isEmpty)
        #expect(state.lease(waiter: 2) == .refuse(.closed))
        #expect(!state.isDrained, "a call is still under way")
        #expect(state.place("b") == .close("b"))
        #expect(state.isDrained)
    }
}
