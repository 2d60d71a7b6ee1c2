create or replace function store.cart_lock(p_user_id bigint)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Locks the user's active cart for a change and gives its id. While a checkout of it is open it is not to be changed:
-- the attempt has locked and charges what the cart held.
-- Callers: cart_item_add, cart_item_update, cart_item_remove, cart_clear
-- Errors:  MS409 CHECKOUT_IN_PROGRESS
-- Locks:   carts row
-- Writes:  store.carts, when there was none
declare
    v_cart_id bigint;
    v_attempt_id bigint;
begin
    loop
        v_cart_id := store.cart_ensure(p_user_id);

        perform 1
        from store.carts as c
        where c.cart_id = v_cart_id
            and c.status = 'ACTIVE'
        for no key update;

        -- A checkout may have closed the cart while we waited for it: then the next one is meant.
        exit when found;
    end loop;

    select a.checkout_attempt_id into v_attempt_id
    from store.checkout_attempts as a
    where a.cart_id = v_cart_id
        and a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING', 'NEEDS_REVIEW');

    if found then
        perform store.fail('CHECKOUT_IN_PROGRESS', jsonb_build_object('attempt_id', v_attempt_id));
    end if;

    return v_cart_id;
end;
$$;

comment on function store.cart_lock is 'Locks the active cart of a user for a change.';
revoke all on function store.cart_lock from public;
