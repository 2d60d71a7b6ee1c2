create or replace function store.checkout_snapshot_fill(p_checkout_attempt_id bigint)
    returns store.checkout_attempts
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What checkout_lock keeps today, for an attempt that the lock of the former release has made: paid for, and so an order with what is
-- known now. The fee's rule is not, and nothing is made up for it. To be taken away a release later. The caller holds the attempt's row.
-- Callers: checkout_commit
-- Errors:  none
-- Locks:   none
-- Writes:  store.checkout_lines, store.checkout_attempts
declare
    v_attempt store.checkout_attempts;
begin
    update store.checkout_lines as l
    set
        name = p.name,
        sku = p.sku,
        unit = p.unit,
        vat_class = p.vat_class,
        vat_rate = r.vat_rate,
        vat_amount = store.vat_part(l.unit_price * l.quantity, r.vat_rate)
    from store.products as p
    cross join store.settings as g
    cross join lateral (select case p.vat_class when 'ZERO' then 0 else g.vat_rate end) as r (vat_rate)
    where l.checkout_attempt_id = p_checkout_attempt_id
        and p.product_id = l.product_id;

    update store.checkout_attempts as a
    set
        address_line = d.address_line,
        city = d.city,
        postal_code = d.postal_code,
        country = d.country,
        latitude = d.latitude,
        longitude = d.longitude,
        delivery_date = d.slot_date,
        delivery_start_time = d.start_time,
        delivery_end_time = d.end_time,
        vat_rate = g.vat_rate,
        delivery_fee_vat = store.vat_part(a.delivery_fee, g.vat_rate),
        vat_amount = store.vat_part(a.delivery_fee, g.vat_rate) + (
            select sum(l.vat_amount) from store.checkout_lines as l where l.checkout_attempt_id = p_checkout_attempt_id
        )
    from store.settings as g
    left join (
        select
            t.address_line, t.city, t.postal_code, t.country, t.latitude, t.longitude, b.slot_date, s.start_time, s.end_time
        from store.checkout_attempts as o
        join store.addresses as t on t.address_id = o.address_id
        join store.slot_dates as b on b.slot_date_id = o.slot_date_id
        join store.delivery_slots as s on s.delivery_slot_id = b.delivery_slot_id
        where o.checkout_attempt_id = p_checkout_attempt_id
    ) as d on true
    where a.checkout_attempt_id = p_checkout_attempt_id
    returning a.* into v_attempt;

    return v_attempt;
end;
$$;

comment on function store.checkout_snapshot_fill is 'Keeps what an order will say for an attempt that the former release has locked.';
revoke all on function store.checkout_snapshot_fill from public;
