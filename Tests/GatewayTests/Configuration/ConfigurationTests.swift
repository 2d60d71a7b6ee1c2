import Testing

@testable import Gateway

/// What the environment may say.
struct ConfigurationTests {
    static let valid = [
        "GATEWAY_DATABASE_URL": "postgresql://x", "JWT_SECRET_KEY": String(repeating: "s", count: 64),
        "PAYMENT_PROVIDER_URL": "http://x", "PAYMENT_PROVIDER_API_KEY": "k",
    ]

    @Test func requiredAlone_haveDefaultsForTheRest() throws {
        let configuration = try Configuration(environment: Self.valid)
        #expect(configuration.http.port == 8080)
        #expect(configuration.lists.maximumLimit == 200)
        #expect(!configuration.isProduction)
    }

    @Test func everythingWrong_isToldAtOnce_withoutValues() {
        let environment = ["JWT_SECRET_KEY": "tooshortsecret", "PORT": "http", "APP_ENV": "test"]
        let error = #expect(throws: ConfigurationError.self) { try Configuration(environment: environment) }
        let text = error?.description ?? ""
        for name in [
            "GATEWAY_DATABASE_URL", "JWT_SECRET_KEY", "PAYMENT_PROVIDER_URL", "PAYMENT_PROVIDER_API_KEY", "PORT",
            "APP_ENV",
        ] {
            #expect(text.contains(name), "\(name)")
        }
        #expect(!text.contains("tooshortsecret"))
    }

    @Test func help_namesEveryVariable() {
        for variable in Variable.all { #expect(Variable.help.contains(variable.name)) }
    }

    @Test func previousKey_withoutItsID_isRefused() {
        let environment = Self.valid.merging(["JWT_PREVIOUS_SECRET_KEY": String(repeating: "o", count: 64)]) { $1 }
        #expect(throws: ConfigurationError.self) { try Configuration(environment: environment) }
    }
}
