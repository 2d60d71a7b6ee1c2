create or replace function store.checkout_unlock(p_attempt store.checkout_attempts)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Gives back what checkout_lock took, the slot's place and the reserved stock, and follows money that events told of. The
-- caller holds the attempt's row and moves it to a closed state in the same transaction.
-- Callers: api.checkout_release, api.checkout_expire, api.checkout_compensated, api.checkout_attempt_resolve
-- Errors:  none
-- Locks:   slot_dates row, inventory rows by (branch_id, product_id)
-- Writes:  store.slot_dates, store.inventory, store.inventory_movements; for money without an order store.refunds or
--          store.captures, store.outbox
begin
    update store.slot_dates as d
    set booked = d.booked - 1
    where d.slot_date_id = p_attempt.slot_date_id;

    perform 1
    from store.checkout_lines as l
    join store.inventory as i on i.branch_id = p_attempt.branch_id and i.product_id = l.product_id
    where l.checkout_attempt_id = p_attempt.checkout_attempt_id
    order by i.branch_id, i.product_id
    for no key update of i;

    update store.inventory as i
    set reserved = i.reserved - l.quantity, updated_at = now()
    from store.checkout_lines as l
    where l.checkout_attempt_id = p_attempt.checkout_attempt_id
        and i.branch_id = p_attempt.branch_id
        and i.product_id = l.product_id;

    insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id)
    select p_attempt.branch_id, l.product_id, 'released', l.quantity, l.checkout_attempt_id
    from store.checkout_lines as l
    where l.checkout_attempt_id = p_attempt.checkout_attempt_id;

    perform store.checkout_follow_money(p_attempt);
end;
$$;

comment on function store.checkout_unlock is 'Gives back the slot and the stock of a checkout attempt.';
revoke all on function store.checkout_unlock from public;
