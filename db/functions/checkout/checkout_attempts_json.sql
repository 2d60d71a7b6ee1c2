create or replace function store.checkout_attempts_json(p_checkout_attempt_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Checkout attempts as managers see them, in the order of the ids.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: checkout_attempt_list, checkout_attempt_resolve
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(attempt)
        from (
            select
                a.checkout_attempt_id as id,
                a.user_id,
                a.cart_id,
                a.state,
                a.state_reason,
                o.order_id,
                a.total_amount::text as amount,
                a.charged_amount::text as charged_amount,
                a.provider_reference as payment_reference,
                a.tries,
                case
                    when a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING') then store.rfc3339(a.lease_expires_at)
                end as due_at,
                store.rfc3339(a.created_at) as created_at,
                store.rfc3339(a.updated_at) as updated_at
            from unnest(p_checkout_attempt_ids) with ordinality as page (checkout_attempt_id, place)
            join store.checkout_attempts as a on a.checkout_attempt_id = page.checkout_attempt_id
            left join store.orders as o on o.checkout_attempt_id = a.checkout_attempt_id
            order by page.place
        ) as attempt
    );
end;
$$;

comment on function store.checkout_attempts_json is 'Checkout attempts as managers see them.';
revoke all on function store.checkout_attempts_json from public;
