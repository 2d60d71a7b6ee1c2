create or replace function api.checkout_attempt_get(p_actor_id bigint, p_checkout_attempt_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- How a checkout of the actor's stands.
-- Callers: GET /checkout/attempts/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ATTEMPT_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_body json;
begin
    perform store.enter_read(p_actor_id, 'CUSTOMER');

    select json_build_object(
        'data', json_build_object(
            'id', a.checkout_attempt_id,
            'state', a.state,
            'order_id', o.order_id,
            'amount', a.total_amount::text,
            'error_code', case when a.state in ('DECLINED', 'EXPIRED', 'COMPENSATED') then 'PAYMENT_FAILED' end,
            'created_at', store.rfc3339(a.created_at),
            'updated_at', store.rfc3339(a.updated_at)
        )
    )
    into v_body
    from store.checkout_attempts as a
    left join store.orders as o on o.checkout_attempt_id = a.checkout_attempt_id
    where a.checkout_attempt_id = p_checkout_attempt_id
        and a.user_id = p_actor_id;

    if not found then
        perform store.fail('ATTEMPT_NOT_FOUND');
    end if;

    return v_body;
end;
$$;

comment on function api.checkout_attempt_get is 'A checkout attempt of the actor''s.';
revoke all on function api.checkout_attempt_get from public;
grant execute on function api.checkout_attempt_get to mami_gateway, mami_operator;
