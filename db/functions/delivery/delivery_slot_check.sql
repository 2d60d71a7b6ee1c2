create or replace function store.delivery_slot_check(p_slot store.delivery_slots)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Whether a delivery window may be offered as it is said to be: at the warehouse, within the opening hours, as long as the settings
-- say, and across no other one. The slot need not be there yet. The branch's row is locked until the end of the transaction: two
-- windows of a branch are looked at one after the other, and the warehouse does not move meanwhile.
-- Callers: api.delivery_slot_create, api.delivery_slot_update, api.delivery_slot_toggle
-- Errors:  MS400 VALIDATION_ERROR, MS404 BRANCH_NOT_FOUND, MS409 SLOT_OVERLAP
-- Locks:   branches row
-- Writes:  none
declare
    v_is_warehouse boolean;
    v_errors jsonb;
    v_other_id bigint;
begin
    select b.is_warehouse into v_is_warehouse
    from store.branches as b
    where b.branch_id = p_slot.branch_id
    for no key update;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    end if;

    select jsonb_agg(jsonb_build_object('field', e.field, 'message', e.message)) into v_errors
    from store.settings as g
    cross join lateral (
        values
            (
                not v_is_warehouse,
                'branch_id', 'must be the warehouse: all deliveries come from there'
            ),
            (
                p_slot.start_time < g.delivery_start_time,
                'start_time', 'must not be before ' || to_char(g.delivery_start_time, 'HH24:MI')
            ),
            (
                p_slot.end_time > g.delivery_end_time,
                'end_time', 'must not be after ' || to_char(g.delivery_end_time, 'HH24:MI')
            ),
            (
                p_slot.end_time <= p_slot.start_time,
                'end_time', 'must be after start_time'
            ),
            (
                p_slot.end_time > p_slot.start_time
                    and p_slot.end_time - p_slot.start_time <> make_interval(hours => g.delivery_slot_hours),
                'end_time', 'must be start_time and ' || g.delivery_slot_hours || ' h'
            )
    ) as e (is_wrong, field, message)
    where e.is_wrong;

    if v_errors is not null then
        perform store.fail('VALIDATION_ERROR', jsonb_build_object('errors', v_errors));
    end if;

    if p_slot.is_active then
        select s.delivery_slot_id into v_other_id
        from store.delivery_slots as s
        where s.branch_id = p_slot.branch_id
            and s.day_of_week = p_slot.day_of_week
            and s.is_active
            and s.start_time < p_slot.end_time
            and s.end_time > p_slot.start_time
            and s.delivery_slot_id is distinct from p_slot.delivery_slot_id
        order by s.start_time
        limit 1;

        if found then
            perform store.fail('SLOT_OVERLAP', jsonb_build_object('delivery_slot_id', v_other_id));
        end if;
    end if;
end;
$$;

comment on function store.delivery_slot_check is 'Refuses a delivery window that may not be offered as it is said to be.';
revoke all on function store.delivery_slot_check from public;
