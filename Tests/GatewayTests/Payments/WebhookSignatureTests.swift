import Crypto
import Foundation
import Testing

@testable import Gateway

/// The provider's signature, and what is made to look like one.
struct WebhookSignatureTests {
    private static let body = Array("{\"id\":\"evt_1\"}".utf8)
    private static let signature = WebhookSignature(secrets: ["whsec_new", "whsec_old"], tolerance: 300)
    private static let now = 1_800_000_000

    private static func code(_ time: String, secret: String) -> String {
        HMAC<SHA256>.authenticationCode(
            for: Data("\(time).".utf8) + body, using: SymmetricKey(data: Data(secret.utf8))
        ).map { byte in byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16) }.joined()
    }

    private static func isValid(_ header: String) -> Bool {
        signature.isValid(header, body: body, now: now)
    }

    @Test(arguments: ["whsec_new", "whsec_old"])
    func signature_ofASecret_isValid(_ secret: String) {
        #expect(Self.isValid("t=\(Self.now),v1=\(Self.code("\(Self.now)", secret: secret))"))
        #expect(Self.isValid("t=\(Self.now), v0=1, v1=00, v1=\(Self.code("\(Self.now)", secret: secret))"))
    }

    @Test(arguments: [-301, 301])
    func signature_ofAnotherTime_isNot(_ distance: Int) {
        let time = "\(Self.now + distance)"
        #expect(!Self.isValid("t=\(time),v1=\(Self.code(time, secret: "whsec_new"))"))
    }

    /// Each of these was, or could have been, the end of the process: arithmetic on a number of the client's.
    @Test(arguments: [
        "-9223372036854775808", "9223372036854775807", "-1", "+1800000000", "18446744073709551616", "", " ", "1e9",
        "٣", "0x10", "99999999999",
    ])
    func time_thatIsNone_isRefused(_ time: String) {
        #expect(!Self.isValid("t=\(time),v1=00"))
        #expect(!Self.isValid("t=\(time),v1=\(Self.code(time, secret: "whsec_new"))"))
    }

    @Test func signatures_areLookedAt_aHandfulOfThem() {
        let valid = Self.code("\(Self.now)", secret: "whsec_new")
        let wrong = Array(repeating: "v1=" + String(repeating: "0", count: 64), count: 4).joined(separator: ",")
        #expect(!Self.isValid("t=\(Self.now),\(wrong),v1=\(valid)"))
        #expect(!Self.isValid("t=\(Self.now)" + String(repeating: ",v1=00", count: 1150)))
    }

    @Test(arguments: ["v1=", "v1=zz", "v1=+1", "v2=00", "", "=", ",,,"])
    func signature_thatIsNone_isRefused(_ text: String) {
        #expect(!Self.isValid("t=\(Self.now),\(text)"))
    }
}
