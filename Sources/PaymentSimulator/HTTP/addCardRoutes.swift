import Hummingbird

/// The routes of cards that are kept.
func addCardRoutes(to router: Router<BasicRequestContext>, _ provider: Provider) {
    router.post("/v1/customers") { request, _ in
        try await answer(request, provider) { provider, form throws(ProviderError) in try provider.makeCustomer(form) }
    }
    router.get("/v1/customers") { request, _ in
        Response(page(Array(await provider.state.customers.reversed()), id: \.id, request))
    }
    router.get("/v1/customers/:id") { _, context in
        Response(Answer(status: 200, try await provider.customer(context.parameters.get("id") ?? "")))
    }
    router.get("/v1/customers/:id/payment_methods") { request, context in
        let id = context.parameters.get("id") ?? ""
        _ = try await provider.customer(id)
        let cards = await provider.state.cards.values.filter { $0.customer == id }.sorted { $0.id < $1.id }
        return Response(page(cards, id: \.id, request))
    }
    router.get("/v1/payment_methods/:id") { _, context in
        Response(Answer(status: 200, try await provider.card(context.parameters.get("id") ?? "")))
    }
    router.post("/v1/payment_methods/:id/attach") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider) { provider, form throws(ProviderError) in
            try provider.attach(id, form)
        }
    }
    router.post("/v1/payment_methods/:id/detach") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider) { provider, _ throws(ProviderError) in try provider.detach(id) }
    }
    router.post("/v1/setup_intents") { request, _ in
        try await answer(request, provider) { provider, form throws(ProviderError) in try provider.makeSetup(form) }
    }
    router.get("/v1/setup_intents/:id") { _, context in
        Response(Answer(status: 200, try await provider.setup(context.parameters.get("id") ?? "")))
    }
    router.post("/v1/setup_intents/:id/confirm") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider) { provider, form throws(ProviderError) in
            try provider.confirmSetup(id, form)
        }
    }
}
