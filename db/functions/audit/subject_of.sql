create or replace function audit.subject_of(p_row jsonb)
    returns bigint
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Whose data a row is that names no user itself: by what it belongs to. The names of columns decide, so that a table that is
-- added has its subject without a word about it.
-- Callers: record_insert, record_update, record_delete, where the row has no user_id; event
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    if p_row ->> 'order_id' is not null then
        return (select o.user_id from store.orders as o where o.order_id = (p_row ->> 'order_id')::bigint);
    elsif p_row ->> 'cart_id' is not null then
        return (select c.user_id from store.carts as c where c.cart_id = (p_row ->> 'cart_id')::bigint);
    elsif p_row ->> 'checkout_attempt_id' is not null then
        return (
            select a.user_id
            from store.checkout_attempts as a
            where a.checkout_attempt_id = (p_row ->> 'checkout_attempt_id')::bigint
        );
    elsif p_row ->> 'payment_id' is not null then
        return (
            select o.user_id
            from store.payments as p
            join store.orders as o on o.order_id = p.order_id
            where p.payment_id = (p_row ->> 'payment_id')::bigint
        );
    elsif p_row ->> 'refund_id' is not null then
        return (
            select a.user_id
            from store.refunds as r
            join store.checkout_attempts as a on a.checkout_attempt_id = r.checkout_attempt_id
            where r.refund_id = (p_row ->> 'refund_id')::bigint
        );
    elsif p_row ->> 'capture_id' is not null then
        return (
            select a.user_id
            from store.captures as c
            join store.checkout_attempts as a on a.checkout_attempt_id = c.checkout_attempt_id
            where c.capture_id = (p_row ->> 'capture_id')::bigint
        );
    elsif p_row ->> 'session_id' is not null then
        return (select s.user_id from store.sessions as s where s.session_id = (p_row ->> 'session_id')::bigint);
    end if;

    return null;
end;
$$;

comment on function audit.subject_of is 'Whose data a row is that names no user itself.';
revoke all on function audit.subject_of from public;
