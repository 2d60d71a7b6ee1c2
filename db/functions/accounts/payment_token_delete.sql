create or replace function api.payment_token_delete(p_actor_id bigint, p_payment_token_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes a payment token away (soft delete); the provider forgets the card, by way of the outbox. If it was the default, the newest of
-- the others becomes it.
-- Callers: DELETE /me/payment-tokens/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 PAYMENT_TOKEN_NOT_FOUND
-- Locks:   users row, payment_tokens rows of the user
-- Writes:  store.payment_tokens; for a card that is saved at the provider store.outbox
declare
    v_is_saved boolean;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    perform store.user_lock(p_actor_id);

    update store.payment_tokens as t
    set is_active = false, is_default = false, updated_at = now()
    where t.payment_token_id = p_payment_token_id
        and t.user_id = p_actor_id
        and t.is_active
    returning t.customer_reference is not null into v_is_saved;

    if not found then
        perform store.fail('PAYMENT_TOKEN_NOT_FOUND');
    elsif v_is_saved then
        insert into store.outbox (kind, payload, payment_token_id) values ('detach', '{}', p_payment_token_id);
    end if;

    if not exists (select from store.payment_tokens as t where t.user_id = p_actor_id and t.is_default) then
        perform store.payment_token_make_default(p_actor_id, max(t.payment_token_id))
        from store.payment_tokens as t
        where t.user_id = p_actor_id
            and t.is_active;
    end if;
end;
$$;

comment on function api.payment_token_delete is 'Takes a payment token of the actor away.';
revoke all on function api.payment_token_delete from public;
grant execute on function api.payment_token_delete to mami_gateway, mami_operator;
