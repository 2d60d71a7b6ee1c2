create or replace function store.fail_field(p_field text, p_message text)
    returns void
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Refuses one field of the input, in the form in which the gateway reports its own validation.
-- Callers: functions with a rule about the input that only the database knows.
-- Errors:  always MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
begin
    perform store.fail(
        'VALIDATION_ERROR',
        jsonb_build_object('errors', jsonb_build_array(jsonb_build_object('field', p_field, 'message', p_message)))
    );
end;
$$;

comment on function store.fail_field is 'Raises VALIDATION_ERROR for one field.';
revoke all on function store.fail_field from public;
