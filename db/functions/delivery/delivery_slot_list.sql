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
-- The active delivery windows of the week, each with the dates on which it can be booked and the places left.
-- Callers: GET /delivery-slots
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return store.page_json(
        (
            select json_agg(
                json_build_object(
                    'id', page.delivery_slot_id,
                    'branch_id', page.branch_id,
                    'day_of_week', page.day_of_week,
                    'start_time', to_char(page.start_time, 'HH24:MI'),
                    'end_time', to_char(page.end_time, 'HH24:MI'),
                    'capacity', page.capacity,
                    'is_active', page.is_active,
                    'dates', (
                        select coalesce(
                            json_agg(
                                json_build_object('date', d.slot_date, 'remaining', d.remaining) order by d.slot_date
                            ),
                            '[]'::json
                        )
                        from store.slot_dates_bookable(page.delivery_slot_id, p_date_from, p_date_to) as d
                    )
                )
                order by page.day_of_week, page.start_time, page.branch_id, page.delivery_slot_id
            )
            from (
                select s.*
                from store.delivery_slots as s
                where s.is_active
                    and (p_branch_id is null or s.branch_id = p_branch_id)
                    and (p_day_of_week is null or s.day_of_week = p_day_of_week)
                order by s.day_of_week, s.start_time, s.branch_id, s.delivery_slot_id
                limit p_limit offset p_offset
            ) as page
        ),
        (
            select count(*)
            from store.delivery_slots as s
            where s.is_active
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
