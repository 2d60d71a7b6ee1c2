"""The official Stripe client against the payment simulator: what it can read, the gateway's adapter was not imagined for.

Usage: client.py URL API_KEY
"""

import sys
import uuid

import stripe

stripe.api_base = sys.argv[1]
stripe.api_key = sys.argv[2]
stripe.max_network_retries = 0
checks = 0


def check(what, is_so):
    global checks
    checks += 1
    if not is_so:
        sys.exit(f"FAILED: {what}")


def refused(what, kind, call, **expected):
    """The call is refused with an error of this class, which has these members."""
    try:
        call()
    except stripe.StripeError as error:
        check(f"{what}: {type(error).__name__}", type(error) is kind)
        for name, value in expected.items():
            check(f"{what}: {name} is {getattr(error, name, None)}", getattr(error, name, None) == value)
        return error
    sys.exit(f"FAILED: {what}: not refused")


def intent(**fields):
    given = dict(amount=5580, currency="ils", payment_method="pm_card_visa", metadata={"attempt": marker})
    return stripe.PaymentIntent.create(**{**given, **fields})


marker = str(uuid.uuid4())
invalid = stripe.InvalidRequestError

# made, and confirmed afterwards
key = str(uuid.uuid4())
made = intent(idempotency_key=key)
check("a new intent waits to be confirmed", made.status == "requires_confirmation" and made.amount_received == 0)
check("the same key is the same intent", intent(idempotency_key=key).id == made.id)
refused("the same key with another amount", stripe.IdempotencyError, lambda: intent(amount=1, idempotency_key=key))
paid = stripe.PaymentIntent.confirm(made.id, off_session=True)
check("confirmed, it is paid", paid.status == "succeeded" and paid.amount_received == 5580)
state = "payment_intent_unexpected_state"
refused("a second confirm", invalid, lambda: stripe.PaymentIntent.confirm(made.id), code=state, http_status=400)
refused("to cancel what is paid", invalid, lambda: stripe.PaymentIntent.cancel(made.id), code=state)
check("it is found by its id", stripe.PaymentIntent.retrieve(made.id).metadata["attempt"] == marker)
check("made and confirmed at once", intent(confirm=True).status == "succeeded")

# refusals
refused("an unknown intent", invalid, lambda: stripe.PaymentIntent.retrieve("pi_none"), code="resource_missing", http_status=404)
refused("an unknown card", invalid, lambda: intent(payment_method="pm_nobody"), code="resource_missing", param="payment_method")
refused("no amount", invalid, lambda: intent(amount=0), param="amount")
declined = intent(payment_method="pm_card_chargeDeclinedInsufficientFunds")
error = refused("a decline", stripe.CardError, lambda: stripe.PaymentIntent.confirm(declined.id), code="card_declined", http_status=402)
check("a decline has its reason", error.error.decline_code == "insufficient_funds")
check("and its intent", error.error.payment_intent.id == declined.id)
after = stripe.PaymentIntent.retrieve(declined.id)
check("a declined intent wants another card", after.status == "requires_payment_method")
check("and says why", after.last_payment_error.decline_code == "insufficient_funds")
check("with another card it is paid", stripe.PaymentIntent.confirm(declined.id, payment_method="pm_card_visa").status == "succeeded")
given_up = stripe.PaymentIntent.cancel(intent().id)
check("an open intent can be given up", given_up.status == "canceled")
refused("then it is never paid", invalid, lambda: stripe.PaymentIntent.confirm(given_up.id), code=state)

# holds and refunds
held = intent(capture_method="manual", confirm=True)
check("a hold waits to be captured", held.status == "requires_capture" and held.amount_capturable == 5580)
check("a part of it is taken", stripe.PaymentIntent.capture(held.id, amount_to_capture=400).amount_received == 400)
refund = stripe.Refund.create(payment_intent=held.id, amount=100, metadata={"refund_key": key})
check("a refund is made", refund.status == "succeeded" and refund.amount == 100)
refused("more than is left", invalid, lambda: stripe.Refund.create(payment_intent=held.id, amount=301))
check("refunds of an intent", [r.id for r in stripe.Refund.list(payment_intent=held.id).data] == [refund.id])
check("a refund by its id", stripe.Refund.retrieve(refund.id).metadata["refund_key"] == key)

# customers, and cards that are theirs
customer = stripe.Customer.create(email="a@example.com", metadata={"user": "1"})
check("a customer is made", customer.id.startswith("cus_") and customer.metadata["user"] == "1")
check("and found", stripe.Customer.retrieve(customer.id).email == "a@example.com")
setup = stripe.SetupIntent.create(customer=customer.id, usage="on_session", payment_method_types=["card"])
check("a card is to be saved", setup.status == "requires_payment_method" and setup.client_secret.startswith(setup.id + "_secret_"))
saved = stripe.SetupIntent.confirm(setup.id, payment_method="pm_card_visa").payment_method
card = stripe.PaymentMethod.retrieve(saved)
check("it is saved", card.customer == customer.id and card.card.last4 == "4242" and card.card.fingerprint)
check("it is the customer's", [c.id for c in stripe.Customer.list_payment_methods(customer.id).data] == [saved])
for _ in range(2):
    check("it pays again", intent(payment_method=saved, customer=customer.id, confirm=True).status == "succeeded")
refused("it pays for nobody else", invalid, lambda: intent(payment_method=saved, confirm=True), http_status=400)
other = stripe.Customer.create()
refused("nor is it saved by anybody else", invalid, lambda: stripe.PaymentMethod.attach(saved, customer=other.id))
check("it is given up", stripe.PaymentMethod.detach(saved).customer is None)
refused("then it pays no more", invalid, lambda: intent(payment_method=saved, customer=customer.id, confirm=True))
loose = stripe.PaymentMethod.retrieve("pm_card_visa").id
check("a card without a customer pays", intent(payment_method=loose, confirm=True).status == "succeeded")
refused("once", invalid, lambda: intent(payment_method=loose, confirm=True))
refused("an unknown customer", invalid, lambda: stripe.SetupIntent.create(customer="cus_none"), code="resource_missing")

# a card that wants its owner
asked = intent(payment_method="pm_card_threeDSecure2Required", confirm=True, return_url="https://shop.example/back")
check("its owner is asked", asked.status == "requires_action" and asked.next_action.type == "redirect_to_url")
check("by a page", asked.next_action.redirect_to_url.return_url == "https://shop.example/back")
check("nothing is taken yet", asked.amount_received == 0 and asked.client_secret.startswith(asked.id))
absent = refused(
    "who is away cannot be asked", stripe.CardError,
    lambda: intent(payment_method="pm_card_threeDSecure2Required", confirm=True, off_session=True), code="authentication_required")
check("who never comes can be given up", stripe.PaymentIntent.cancel(asked.id).status == "canceled")

# lists and searches, page by page
for number in range(12):
    intent(amount=1000 + number)
pages = [p.id for p in stripe.PaymentIntent.list(limit=5).auto_paging_iter()]
check("a list has each once", len(pages) == len(set(pages)) and made.id in pages)
query = f"metadata['attempt']:'{marker}'"
found = [p.id for p in stripe.PaymentIntent.search(query=query, limit=5).auto_paging_iter()]
check("a search has each of its own once", len(found) == len(set(found)) and set(found) <= set(pages) and len(found) >= 16)
check("with double quotes too", len(stripe.PaymentIntent.search(query=f'metadata["attempt"]:"{marker}"', limit=100).data) == len(found))

stripe.api_key = "sk_wrong"
refused("a wrong key", stripe.AuthenticationError, lambda: stripe.PaymentIntent.retrieve(made.id), http_status=401)

print(f"stripe {stripe.VERSION}: {checks} checks passed")
