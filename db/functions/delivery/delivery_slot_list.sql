create or replace function api.delivery_slot_list(
    p_branch_id bigint default null,
    p_day_of_week integer default null,
    p_date_from date default null,
    p_date_to date default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The active delivery windows of the warehouse in the week, each with the dates on which it can be booked and the places left.
-- Callers: GET /delivery-slots
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_ids bigint[];
begin
    v_ids := array(
        select s.delivery_slot_id
        from store.delivery_slots as s
        join store.branches as b on b.branch_id = s.branch_id
        where s.is_active
            and b.is_warehouse
            and (p_branch_id is null or s.branch_id = p_branch_id)
            and (p_day_of_week is null or s.day_of_week = p_day_of_week)
        order by s.day_of_week, s.start_time, s.branch_id, s.delivery_slot_id
        limit p_limit offset p_offset
    );

    return store.page_json(
        array(
            select row_to_json(slot)
            from (
                select
                    s.delivery_slot_id as id,
                    s.branch_id,
                    s.day_of_week,
                    to_char(s.start_time, 'HH24:MI') as start_time,
                    to_char(s.end_time, 'HH24:MI') as end_time,
                    s.capacity,
                    s.is_active,
                    coalesce(d.dates, '[]') as dates
                from unnest(v_ids) with ordinality as page (delivery_slot_id, place)
                join store.delivery_slots as s on s.delivery_slot_id = page.delivery_slot_id
                left join (
                    select
                        b.delivery_slot_id,
                        array_to_json(array_agg(row_to_json(bookable) order by b.slot_date)) as dates
                    from store.slot_dates_bookable(v_ids, p_date_from, p_date_to) as b
                    cross join lateral (select b.slot_date as date, b.remaining) as bookable
                    group by b.delivery_slot_id
                ) as d on d.delivery_slot_id = s.delivery_slot_id
                order by page.place
            ) as slot
        ),
        (
            select count(*)
            from store.delivery_slots as s
            join store.branches as b on b.branch_id = s.branch_id
            where s.is_active
                and b.is_warehouse
                and (p_branch_id is null or s.branch_id = p_branch_id)
                and (p_day_of_week is null or s.day_of_week = p_day_of_week)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.delivery_slot_list is 'The delivery windows with their bookable dates.';
revoke all on function api.delivery_slot_list from public;
grant execute on function api.delivery_slot_list to mami_gateway, mami_operator;
