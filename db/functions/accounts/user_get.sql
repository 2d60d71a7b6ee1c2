create or replace function api.user_get(p_actor_id bigint, p_user_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One user, whoever it is: managers see the staff too, whom they may not change.
-- Callers: GET /admin/users/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 USER_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_user json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    v_user := store.user_json(p_user_id);

    if v_user is null then
        perform store.fail('USER_NOT_FOUND');
    end if;

    return store.data_json(v_user);
end;
$$;

comment on function api.user_get is 'One user, for managers and admins.';
revoke all on function api.user_get from public;
grant execute on function api.user_get to mami_gateway, mami_operator;
