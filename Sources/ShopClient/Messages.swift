// What is sent and received, as far as a shopper needs it. Names become snake_case on the wire.

package struct Registration: Encodable, Sendable {
    package let email: String
    package let password: String
    package let fullName: String

    package init(email: String, password: String, fullName: String) {
        self.email = email
        self.password = password
        self.fullName = fullName
    }
}

package struct Session: Decodable, Sendable {
    package let accessToken: String
    package let refreshToken: String
}

package struct Refresh: Encodable, Sendable {
    package let refreshToken: String

    package init(refreshToken: String) {
        self.refreshToken = refreshToken
    }
}

package struct Address: Encodable, Sendable {
    package let addressLine: String
    package let city: String

    package init(addressLine: String, city: String) {
        self.addressLine = addressLine
        self.city = city
    }
}

package struct Card: Encodable, Sendable {
    package let providerToken: String
    package let brand: String
    package let last4: String

    package init(providerToken: String, brand: String, last4: String) {
        self.providerToken = providerToken
        self.brand = brand
        self.last4 = last4
    }
}

package struct CartItem: Encodable, Sendable {
    package let productId: Int64
    package let quantity: Int

    package init(productId: Int64, quantity: Int) {
        self.productId = productId
        self.quantity = quantity
    }
}

package struct Cart: Decodable, Sendable {
    package struct Item: Decodable, Sendable {
        package let id: Int64
        package let productId: Int64
    }
    package let items: [Item]
}

package struct Checkout: Encodable, Sendable {
    package let fulfillmentType: String
    package var branchId: Int64?
    package var deliverySlotId: Int64?
    /// Default: the default card.
    package var paymentTokenId: Int64?
    package var expectedTotal: String?

    package init(
        fulfillmentType: String, branchId: Int64? = nil, deliverySlotId: Int64? = nil, expectedTotal: String? = nil
    ) {
        self.fulfillmentType = fulfillmentType
        self.branchId = branchId
        self.deliverySlotId = deliverySlotId
        self.expectedTotal = expectedTotal
    }
}

package struct Preview: Decodable, Sendable {
    package let total: String
}

package struct Confirmation: Decodable, Sendable {
    package let orderId: Int64
    package let totalPaid: String
    package let paymentReference: String
}

/// A checkout whose end is open.
package struct OpenAttempt: Decodable, Sendable {
    package let attemptId: Int64
    package let state: String
    /// Where the card's owner is asked, while they are waited for.
    package let redirectUrl: String?
}

package struct Order: Decodable, Sendable {
    package struct Payment: Decodable, Sendable { package let reference: String }
    package let totalAmount: String
    package let payment: Payment
}

package struct Shortage: Decodable, Sendable {
    package struct Line: Decodable, Sendable { package let productId: Int64 }
    package let missing: [Line]
}
