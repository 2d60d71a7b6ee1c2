import Postgres

/// The statements that are no plain route: those of the handlers that do more than one call.
///
/// Where a function gives a row, the settings for the audit log must be made before it runs. A lateral reference to the
/// subquery that makes them is what guarantees the order; its volatile functions keep the planner from dissolving it.
enum Statements {
    static let errorCatalog = Statement(name: "error_catalog", sql: "select api.error_catalog() as body")
    static let ready = Statement(name: "ready", sql: "select api.ready() as body")
    static let settingsEffective = Statement(name: "settings_effective", sql: "select api.settings_effective() as body")

    static let rateLimitTake = Statement(
        name: "rate_limit_take",
        sql: """
            select api.rate_limit_take(
                p_scope => $1, p_address => $2, p_address_limit => $3, p_email => $4, p_email_limit => $5
            ) as wait
            """
    )
    static let loginCredentials = Statement(
        name: "login_credentials",
        sql: "select r.* from api.login_credentials(p_email => $1) as r"
    )
    static let loginFailed = Statement(
        name: "login_failed",
        sql: "select api.login_failed(p_email => $2) from set_config('mami.request_id', $1, true)"
    )
    static let userRegister = Statement(
        name: "user_register",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::text as email) as context
            cross join lateral api.user_register(
                p_email => context.email, p_password_hash => $3, p_full_name => $4, p_phone => $5,
                p_refresh_token_hash => $6, p_refresh_seconds => $7
            ) as r
            """
    )
    static let sessionOpen = Statement(
        name: "session_open",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as user_id) as context
            cross join lateral api.session_open(
                p_user_id => context.user_id, p_refresh_token_hash => $3, p_refresh_seconds => $4
            ) as r
            """
    )
    static let sessionRefresh = Statement(
        name: "session_refresh",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bytea as token_hash) as context
            cross join lateral api.session_refresh(
                p_refresh_token_hash => context.token_hash, p_new_refresh_token_hash => $3, p_refresh_seconds => $4
            ) as r
            """
    )
    static let checkoutLock = Statement(
        name: "checkout_lock",
        sql: """
            select r.*
            from (
                select
                    set_config('mami.request_id', $1, true), set_config('mami.session_id', $2, true),
                    $3::bigint as actor_id
            ) as context
            cross join lateral api.checkout_lock(
                p_actor_id => context.actor_id, p_idempotency_key => $4, p_fingerprint => $5, p_cart_id => $6,
                p_fulfillment_type => $7, p_branch_id => $8, p_delivery_slot_id => $9, p_delivery_date => $10,
                p_address_id => $11, p_pickup_at => $12, p_payment_token_id => $13, p_expected_total => $14,
                p_save_as_default => $15, p_lease_seconds => $16
            ) as r
            """
    )
    static let checkoutCommit = Statement(
        name: "checkout_commit",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_commit(
                p_checkout_attempt_id => context.attempt_id, p_provider_reference => $3, p_amount_minor => $4,
                p_currency => $5, p_is_captured => $6
            ) as r
            """
    )
    static let checkoutRelease = Statement(
        name: "checkout_release",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_release(
                p_checkout_attempt_id => context.attempt_id, p_reason => $3, p_response => $4
            ) as r
            """
    )
    static let checkoutDoubt = Statement(
        name: "checkout_doubt",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_doubt(
                p_checkout_attempt_id => context.attempt_id, p_reason => $3, p_pause_ms => $4
            ) as r
            """
    )
    static let checkoutReview = Statement(
        name: "checkout_review",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_review(p_checkout_attempt_id => context.attempt_id, p_reason => $3) as r
            """
    )
    static let checkoutExpire = Statement(
        name: "checkout_expire",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_expire(p_checkout_attempt_id => context.attempt_id) as r
            """
    )
    static let checkoutCompensate = Statement(
        name: "checkout_compensate",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_compensate(
                p_checkout_attempt_id => context.attempt_id, p_provider_reference => $3, p_charged_minor => $4,
                p_reason => $5, p_is_held => $6
            ) as r
            """
    )
    static let checkoutCompensated = Statement(
        name: "checkout_compensated",
        sql: """
            select r.*
            from (select set_config('mami.request_id', $1, true), $2::bigint as attempt_id) as context
            cross join lateral api.checkout_compensated(
                p_checkout_attempt_id => context.attempt_id, p_refund_reference => $3
            ) as r
            """
    )
    static let checkoutClaim = Statement(
        name: "checkout_claim",
        sql: "select r.* from api.checkout_claim(p_limit => $1, p_lease_seconds => $2) as r"
    )
    static let outboxClaim = Statement(
        name: "outbox_claim",
        sql: "select r.* from api.outbox_claim(p_limit => $1, p_lease_seconds => $2) as r"
    )
    static let outboxRetry = Statement(
        name: "outbox_retry",
        sql: """
            select api.outbox_retry(p_outbox_id => $1, p_error => $2, p_pause_ms => $3, p_is_final => $4) as status
            """
    )
    static let refundComplete = Statement(
        name: "refund_complete",
        sql: "select api.refund_complete(p_refund_id => $1, p_refund_reference => $2) as is_new"
    )
    static let captureComplete = Statement(
        name: "capture_complete",
        sql: "select api.capture_complete(p_capture_id => $1, p_captured_minor => $2) as is_new"
    )
    static let idempotencyKeysForget = Statement(
        name: "idempotency_keys_forget",
        sql: "select r.* from api.idempotency_keys_forget(p_limit => $1) as r"
    )
    static let webhookReceive = Statement(
        name: "webhook_receive",
        sql: """
            select api.webhook_receive(
                p_provider => $2, p_event_id => $3, p_kind => $4, p_object_reference => $5,
                p_checkout_attempt_id => $6, p_amount_minor => $7, p_payload => $8
            ) as outcome
            from set_config('mami.request_id', $1, true)
            """
    )

    /// Everything that a connection prepares: these, and one a plain route.
    static let all: [Statement] =
        [
            errorCatalog, ready, settingsEffective, rateLimitTake, loginCredentials, loginFailed, userRegister,
            sessionOpen, sessionRefresh, checkoutLock, checkoutCommit, checkoutRelease, checkoutDoubt,
            checkoutReview, checkoutExpire, checkoutCompensate, checkoutCompensated, checkoutClaim, outboxClaim,
            outboxRetry, refundComplete, captureComplete, idempotencyKeysForget, webhookReceive,
        ] + RouteTable.all.compactMap(\.statement)
}
