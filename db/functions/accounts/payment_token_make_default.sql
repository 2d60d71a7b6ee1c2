create or replace function store.payment_token_make_default(p_user_id bigint, p_payment_token_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Makes one payment token the default of its user; the user's row is locked by the caller. One that was deleted meanwhile leaves the default
-- where it is: there is always one while any exist.
-- Callers: payment_token_create, payment_token_set_default, payment_token_delete, checkout_commit
-- Errors:  none
-- Locks:   payment_tokens rows of the user
-- Writes:  store.payment_tokens
begin
    perform 1
    from store.payment_tokens as t
    where t.payment_token_id = p_payment_token_id
        and t.user_id = p_user_id
        and t.is_active;

    if not found then
        return;
    end if;

    -- Two statements: the unique index on the default is checked row by row.
    update store.payment_tokens as t
    set is_default = false, updated_at = now()
    where t.user_id = p_user_id
        and t.is_default
        and t.payment_token_id <> p_payment_token_id;

    update store.payment_tokens as t
    set is_default = true, updated_at = now()
    where t.user_id = p_user_id
        and t.payment_token_id = p_payment_token_id
        and not t.is_default;
end;
$$;

comment on function store.payment_token_make_default is 'Makes one payment token the default of its user.';
revoke all on function store.payment_token_make_default from public;
