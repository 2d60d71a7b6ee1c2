create or replace function store.delivery_slot_admin_json(p_slot store.delivery_slots)
    returns json
    language sql
    stable parallel safe
    security invoker
return row_to_json(
    row(
        (p_slot).delivery_slot_id,
        (p_slot).branch_id,
        (p_slot).day_of_week,
        to_char((p_slot).start_time, 'HH24:MI'),
        to_char((p_slot).end_time, 'HH24:MI'),
        (p_slot).capacity,
        (p_slot).is_active,
        store.rfc3339((p_slot).created_at),
        store.rfc3339((p_slot).updated_at)
    )::store.delivery_slot_admin_answer
);

comment on function store.delivery_slot_admin_json is 'A delivery window as managers see one. No SET clause, so that it is inlined.';
revoke all on function store.delivery_slot_admin_json from public;
