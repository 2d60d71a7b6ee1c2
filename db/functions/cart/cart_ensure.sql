create or replace function store.cart_ensure(p_user_id bigint)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Gives the id of the user's active cart, made if there is none.
-- Callers: cart_get, store.cart_lock
-- Errors:  none
-- Locks:   none
-- Writes:  store.carts
declare
    v_cart_id bigint;
begin
    select c.cart_id into v_cart_id
    from store.carts as c
    where c.user_id = p_user_id
        and c.status = 'ACTIVE';

    if not found then
        -- Two first calls at once: the second waits at the unique index, and finds the first one's cart.
        insert into store.carts (user_id)
        values (p_user_id)
        on conflict (user_id) where status = 'ACTIVE' do nothing;

        select c.cart_id into v_cart_id
        from store.carts as c
        where c.user_id = p_user_id
            and c.status = 'ACTIVE';
    end if;

    return v_cart_id;
end;
$$;

comment on function store.cart_ensure is 'The id of the active cart of a user, made if there is none.';
revoke all on function store.cart_ensure from public;
