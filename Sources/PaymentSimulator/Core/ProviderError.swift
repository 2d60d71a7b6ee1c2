/// A refusal in Stripe's shape (Stripe API reference, Errors).
enum ProviderError: Error, Equatable {
    case unauthorized
    case noKey
    case publishableKey
    case expiredKey
    case unknownPath
    case missing(String, String)
    case parameter(String)
    /// Well formed, and not to be had, in words.
    case impossible(String, code: String?)
    case unknownParameter(String)
    case currency(String)
    case amountTooSmall
    case amountTooLarge
    case unexpectedState(PaymentIntent)
    case declined(PaymentIntent)
    case keyReused
    case keyInUse
    case rateLimited
    case internalError

    /// The HTTP status.
    var status: Int {
        switch self {
        case .unauthorized, .noKey, .publishableKey, .expiredKey: 401
        case .unknownPath: 404
        case .missing(let what, _): ["payment_method", "starting_after"].contains(what) ? 400 : 404
        case .parameter, .impossible, .unknownParameter, .currency, .amountTooSmall, .amountTooLarge,
            .unexpectedState, .keyReused:
            400
        case .declined: 402
        case .keyInUse: 409
        case .rateLimited: 429
        case .internalError: 500
        }
    }

    /// The object under `error`.
    var body: ErrorBody {
        switch self {
        case .unauthorized: ErrorBody(type: "invalid_request_error", message: "Invalid API key provided.")
        case .noKey:
            ErrorBody(
                type: "invalid_request_error",
                message: "You did not provide an API key. You need to provide your API key in the Authorization header."
            )
        case .publishableKey:
            ErrorBody(
                type: "invalid_request_error", code: "secret_key_required",
                message: "This API call cannot be made with a publishable API key. Please use a secret API key.")
        case .expiredKey:
            ErrorBody(
                type: "invalid_request_error", code: "api_key_expired", message: "Expired API Key provided.")
        case .unknownPath: ErrorBody(type: "invalid_request_error", message: "Unrecognized request URL.")
        case .missing(let what, let id):
            ErrorBody(
                type: "invalid_request_error", code: "resource_missing", message: "No such \(what): '\(id)'",
                param: what)
        case .parameter(let name):
            ErrorBody(
                type: "invalid_request_error",
                code: "parameter_invalid",
                message: "Missing or invalid parameter: \(name).",
                param: name
            )
        case .impossible(let message, let code):
            ErrorBody(type: "invalid_request_error", code: code, message: message)
        case .unknownParameter(let name):
            ErrorBody(
                type: "invalid_request_error", code: "parameter_unknown",
                message: "Received unknown parameter: \(name)",
                param: name)
        case .currency(let name):
            ErrorBody(type: "invalid_request_error", message: "Invalid currency: \(name).", param: "currency")
        case .amountTooSmall:
            ErrorBody(
                type: "invalid_request_error", code: "amount_too_small",
                message: "Amount must be no less than the minimum charge amount.", param: "amount")
        case .amountTooLarge:
            ErrorBody(
                type: "invalid_request_error", code: "amount_too_large",
                message: "Amount must be no more than the maximum charge amount.", param: "amount")
        case .unexpectedState(let intent):
            ErrorBody(
                type: "invalid_request_error",
                code: "payment_intent_unexpected_state",
                message: "This PaymentIntent has the status \(intent.status.rawValue).",
                paymentIntent: intent
            )
        case .declined(let intent):
            ErrorBody(
                type: "card_error",
                code: intent.lastPaymentError?.code,
                message: intent.lastPaymentError?.message ?? "",
                declineCode: intent.lastPaymentError?.declineCode,
                paymentIntent: intent
            )
        case .rateLimited:
            ErrorBody(type: "invalid_request_error", code: "rate_limit", message: "Too many requests.")
        case .internalError: ErrorBody(type: "api_error", message: "Something went wrong on Stripe's end.")
        case .keyReused:
            ErrorBody(
                type: "idempotency_error",
                message:
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
            )
        case .keyInUse:
            ErrorBody(
                type: "idempotency_error",
                code: "idempotency_key_in_use",
                message: "There is currently another in-progress request using this idempotency key."
            )
        }
    }
}

/// What stands under `error`.
struct ErrorBody: Encodable {
    let type: String
    var code: String?
    let message: String
    var param: String?
    var declineCode: String?
    var paymentIntent: PaymentIntent?
}
