-- migrator: replaces store.user_json(store.users)
create or replace function store.user_json(p_user_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A user as the API shows one.
-- Callers: user_me, user_register, user_update, session_open, session_refresh, user_get, user_change, user_toggle
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (store.users_json(array[p_user_id]))[1];
end;
$$;

comment on function store.user_json is 'A user as the API shows one.';
revoke all on function store.user_json from public;
