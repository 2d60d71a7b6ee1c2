create or replace function store.slot_book(p_delivery_slot_id bigint, p_date date)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Books one place of a slot on a date and gives the slot date's id. The row is made at the first booking.
-- Callers: api.checkout_lock
-- Errors:  MS409 SLOT_FULL
-- Locks:   slot_dates row; delivery_slots row (key share) where the date has none yet
-- Writes:  store.slot_dates
declare
    v_slot_date_id bigint;
begin
    -- At most two rounds: the second one finds the row that the first has made, or that another transaction has.
    for v_round in 1..2 loop
        update store.slot_dates as d
        set booked = d.booked + 1
        where d.delivery_slot_id = p_delivery_slot_id
            and d.slot_date = p_date
            and d.booked < d.capacity
        returning d.slot_date_id into v_slot_date_id;

        exit when found;

        -- A capacity that is being changed is waited for: its new value must be that of this date too.
        insert into store.slot_dates (delivery_slot_id, slot_date, capacity)
        select s.delivery_slot_id, p_date, s.capacity
        from store.delivery_slots as s
        where s.delivery_slot_id = p_delivery_slot_id
        for key share
        on conflict on constraint slot_dates_date_key do nothing;
    end loop;

    if v_slot_date_id is null then
        perform store.fail('SLOT_FULL');
    end if;

    return v_slot_date_id;
end;
$$;

comment on function store.slot_book is 'Books one place of a delivery slot on a date.';
revoke all on function store.slot_book from public;
