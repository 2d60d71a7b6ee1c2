-- migrator: allow dynamic-sql: put together from constants of this file alone; every value is a parameter
create or replace function api.user_list(
    p_actor_id bigint,
    p_q text default null,
    p_role text default null,
    p_is_active boolean default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Users, the newest first: every word of p_q in e-mail, name or phone.
-- Callers: GET /admin/users
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_patterns text[] := store.search_patterns(p_q);
    v_found text;
    v_ids bigint[];
    v_total bigint;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    -- Only what is asked for is asked: the planner knows an index for words and for roles, but could not use one in a statement for all
    -- questions. The text is put together from what stands here; what comes from outside stays a parameter.
    v_found := concat(
        'from store.users as u where true',
        case when p_role is not null then ' and u.role = $2::store.user_role' end,
        case when p_is_active is not null then ' and u.is_active = $3' end,
        (
            select string_agg(
                -- As users_search_idx has it.
                format($s$ and lower(u.email || ' ' || u.full_name || ' ' || coalesce(u.phone, '')) like ($1)[%s]$s$, word.place), ''
            )
            from generate_series(1, cardinality(v_patterns)) as word (place)
        )
    );

    execute format(
        'select
            (select count(*) %1$s),
            array(select u.user_id %1$s order by u.user_id desc limit $4 offset $5)',
        v_found
    )
    into v_total, v_ids
    using v_patterns, p_role, p_is_active, p_limit, p_offset;

    return store.page_json(store.users_json(v_ids), v_total, p_limit, p_offset);
end;
$$;

comment on function api.user_list is 'Users, the newest first.';
revoke all on function api.user_list from public;
grant execute on function api.user_list to mami_gateway, mami_operator;
