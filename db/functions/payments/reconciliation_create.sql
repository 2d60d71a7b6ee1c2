create or replace function api.reconciliation_create(p_actor_id bigint, p_date_from date, p_date_to date)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Asks for a comparison of the books with the provider's list, of days of the shop's zone, the last one included; of today what has been.
-- A gateway does it within a moment; one at a time, whoever asks.
-- Callers: POST /admin/reconciliations
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN; RECONCILIATION_IN_PROGRESS by the constraint
-- Locks:   none
-- Writes:  store.reconciliations
declare
    v_zone text;
    v_id bigint;
begin
    perform store.enter(p_actor_id, 'ADMIN');

    if p_date_from > p_date_to then
        perform store.fail_field('date_from', 'must not be after date_to');
    elsif p_date_to > store.local_now()::date then
        perform store.fail_field('date_to', 'must not be in the future');
    elsif p_date_to - p_date_from > 30 then
        perform store.fail_field('date_from', 'must be at most 30 days before date_to');
    end if;

    select s.time_zone into v_zone from store.settings as s;

    insert into store.reconciliations (provider, period_start, period_end, is_daily, requested_by)
    values (
        'stripe',
        p_date_from::timestamp at time zone v_zone,
        least((p_date_to + 1)::timestamp at time zone v_zone, now()),
        false,
        p_actor_id
    )
    returning reconciliation_id into v_id;

    return store.data_json((store.reconciliations_json(array[v_id]))[1]);
end;
$$;

comment on function api.reconciliation_create is 'Asks for a comparison of the books with the provider''s list.';
revoke all on function api.reconciliation_create from public;
grant execute on function api.reconciliation_create to mami_gateway, mami_operator;
