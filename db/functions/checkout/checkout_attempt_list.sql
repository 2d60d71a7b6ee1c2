create or replace function api.checkout_attempt_list(
    p_actor_id bigint,
    p_state text default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Checkout attempts of everybody, the newest first; p_state picks one state.
-- Callers: GET /admin/checkout-attempts
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        store.checkout_attempts_json(
            array(
                select a.checkout_attempt_id
                from store.checkout_attempts as a
                where p_state is null or a.state = p_state::store.attempt_state
                order by a.checkout_attempt_id desc
                limit p_limit offset p_offset
            )
        ),
        (
            select count(*)
            from store.checkout_attempts as a
            where p_state is null or a.state = p_state::store.attempt_state
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.checkout_attempt_list is 'Checkout attempts, the newest first.';
revoke all on function api.checkout_attempt_list from public;
grant execute on function api.checkout_attempt_list to mami_gateway, mami_operator;
