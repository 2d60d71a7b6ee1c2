/// What is said once everything runs, and how to make a first order.
struct Greeting {
    let url: String
    /// Where run.env is.
    let runFile: String

    /// As a shell reads it.
    private var quotedFile: String {
        runFile.wholeMatch(of: /[A-Za-z0-9_.\/@%+=:,-]+/) != nil
            ? runFile : "'\(runFile.replacing("'", with: "'\\''"))'"
    }

    var text: String {
        #"""

        Mami is ready: \#(url)

          users      admin@mami.local, manager@mami.local, employee@mami.local,
                     noam.levi@example.com, yael.cohen@example.com, itamar.ben@example.com
          password   Mami-2026!
          database   . \#(quotedFile) && psql "$DATABASE_URL"
          stop       Ctrl-C, or `make stop` from elsewhere

        A first order (log in, put milk into the cart, pay):

        API=\#(url)/api/v1
        TOKEN=$(curl -s $API/auth/login -H 'Content-Type: application/json' -d '{"email":"noam.levi@example.com","password":"Mami-2026!"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
        MILK=$(curl -s "$API/products?q=milk&in_stock=true&branch_id=2&limit=1" | sed 's/.*"data" *: *\[{"id" *: *\([0-9]*\).*/\1/')
        curl -s $API/cart/items -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"product_id":'$MILK',"quantity":2}' && echo
        curl -i $API/checkout/confirm -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s%N)" -d '{"fulfillment_type":"PICKUP","branch_id":2}'

        """#
    }
}
