import Hummingbird

/// The routes of cards that are kept.
func addCardRoutes(to api: RouterGroup<BasicRequestContext>, _ provider: Provider) {
    api.post("/customers") { request, _ in
        try await answer(request, provider, .customerCreate) { provider, form throws(ProviderError) in
            try provider.makeCustomer(form)
        }
    }
    api.get("/customers") { request, _ in
        try await lookUp(request, provider, .customerList) { provider, form throws(ProviderError) in
            try ObjectPage(form, path: request.uri.path).answer(
                provider.state.customers.reversed(), id: \.id, created: \.created)
        }
    }
    api.get("/customers/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .retrieve) { provider, _ throws(ProviderError) in
            Answer(status: 200, try provider.customer(id))
        }
    }
    api.get("/customers/:id/payment_methods") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .cardList) { provider, form throws(ProviderError) in
            _ = try provider.customer(id)
            let cards = provider.state.cards.values.filter { $0.customer == id }.sorted { $0.id < $1.id }
            return try ObjectPage(form, path: request.uri.path).answer(cards, id: \.id, created: \.created)
        }
    }
    api.get("/payment_methods/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .retrieve) { provider, _ throws(ProviderError) in
            Answer(status: 200, try provider.card(id))
        }
    }
    api.post("/payment_methods/:id/attach") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider, .cardAttach) { provider, form throws(ProviderError) in
            try provider.attach(id, form)
        }
    }
    api.post("/payment_methods/:id/detach") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider, .cardDetach) { provider, _ throws(ProviderError) in
            try provider.detach(id)
        }
    }
    api.post("/setup_intents") { request, _ in
        try await answer(request, provider, .setupCreate) { provider, form throws(ProviderError) in
            try provider.makeSetup(form)
        }
    }
    api.get("/setup_intents/:id") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await lookUp(request, provider, .retrieve) { provider, _ throws(ProviderError) in
            Answer(status: 200, try provider.setup(id))
        }
    }
    api.post("/setup_intents/:id/confirm") { request, context in
        let id = context.parameters.get("id") ?? ""
        return try await answer(request, provider, .setupConfirm) { provider, form throws(ProviderError) in
            try provider.confirmSetup(id, form)
        }
    }
}
