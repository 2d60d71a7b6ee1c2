create or replace function api.payment_token_list(
    p_actor_id bigint,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The actor's payment tokens, the default first.
-- Callers: GET /me/payment-tokens
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'CUSTOMER');

    return store.page_json(
        array(
            select store.payment_token_json(t)
            from store.payment_tokens as t
            where t.user_id = p_actor_id
                and t.is_active
            order by t.is_default desc, t.payment_token_id
            limit p_limit offset p_offset
        ),
        (select count(*) from store.payment_tokens as t where t.user_id = p_actor_id and t.is_active),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.payment_token_list is 'The actor''s payment tokens.';
revoke all on function api.payment_token_list from public;
grant execute on function api.payment_token_list to mami_gateway, mami_operator;
