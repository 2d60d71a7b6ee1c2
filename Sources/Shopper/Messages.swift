// What is sent and received, as far as a shopper needs it. Names become snake_case on the wire.

struct Registration: Encodable, Sendable {
    let email: String
    let password: String
    let fullName: String
}

struct Session: Decodable, Sendable {
    let accessToken: String
    let refreshToken: String
}

struct Refresh: Encodable, Sendable {
    let refreshToken: String
}

struct Address: Encodable, Sendable {
    let addressLine: String
    let city: String
}

struct Card: Encodable, Sendable {
    let providerToken: String
    let brand: String
    let last4: String
}

struct CartItem: Encodable, Sendable {
    let productId: Int64
    let quantity: Int
}

struct Cart: Decodable, Sendable {
    struct Item: Decodable, Sendable {
        let id: Int64
        let productId: Int64
    }
    let items: [Item]
}

struct Checkout: Encodable, Sendable {
    let fulfillmentType: String
    var branchId: Int64?
    var deliverySlotId: Int64?
    var expectedTotal: String?
}

struct Preview: Decodable, Sendable {
    let total: String
}

struct Confirmation: Decodable, Sendable {
    let orderId: Int64
    let totalPaid: String
    let paymentReference: String
}

struct Order: Decodable, Sendable {
    struct Payment: Decodable, Sendable { let reference: String }
    let totalAmount: String
    let payment: Payment
}

struct Shortage: Decodable, Sendable {
    struct Line: Decodable, Sendable { let productId: Int64 }
    let missing: [Line]
}
