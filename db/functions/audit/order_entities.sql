-- migrator: allow dynamic-sql: names of tables and columns are the register's and the catalog's; every value is a parameter
create or replace function audit.order_entities(p_order_id bigint)
    returns table (entity_type text, entity_id bigint)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set jit = off
as $$
-- Everything that belongs to an order: each row that names it, its cart, its attempt, its payment, a refund or a capture of it. The
-- names of columns decide, so that a table that is added is found without a word about it.
-- @plpgsql_check_options: security_warnings = off, extra_warnings = off
-- (The check cannot see where names come from, nor what dynamic SQL returns.)
-- Callers: order_story
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_order store.orders;
    v_payments bigint[];
    v_refunds bigint[];
    v_captures bigint[];
begin
    select o.* into v_order from store.orders as o where o.order_id = p_order_id;

    v_payments := array(select p.payment_id from store.payments as p where p.order_id = p_order_id);
    v_refunds := array(
        select r.refund_id
        from store.refunds as r
        where r.payment_id = any (v_payments) or r.checkout_attempt_id = v_order.checkout_attempt_id
    );
    v_captures := array(
        select c.capture_id
        from store.captures as c
        where c.payment_id = any (v_payments) or c.checkout_attempt_id = v_order.checkout_attempt_id
    );

    return query execute (
        select string_agg(
            format(
                'select %L, t.%I::bigint from store.%I as t where t.%I = any ($%s)',
                r.table_name, r.key_columns[1], r.table_name, c.name, c.place
            ),
            ' union '
        )
        from audit.register as r
        cross join unnest(
            array['order_id', 'cart_id', 'checkout_attempt_id', 'payment_id', 'refund_id', 'capture_id']
        ) with ordinality as c (name, place)
        join pg_attribute as a on a.attrelid = to_regclass('store.' || r.table_name) and a.attname = c.name
        where r.key_columns is not null
            and not a.attisdropped
    )
    using array[p_order_id], array[v_order.cart_id], array[v_order.checkout_attempt_id], v_payments, v_refunds, v_captures;
end;
$$;

comment on function audit.order_entities is 'Everything that belongs to an order.';
revoke all on function audit.order_entities from public;
