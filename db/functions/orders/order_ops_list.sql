create or replace function api.order_ops_list(
    p_actor_id bigint,
    p_status text default null,
    p_branch_id bigint default null,
    p_date_from date default null,
    p_date_to date default null,
    p_assigned_to bigint default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Orders as those see them who pick them, the one whose window begins first before the others. Without a status those that are not over: of
-- all orders, the first window is of years ago. Dates are those of the window, on the shop's clock.
-- Callers: GET /ops/orders
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_zone text := (select g.time_zone from store.settings as g);
    v_from timestamptz := p_date_from::timestamp at time zone v_zone;
    v_to timestamptz := (p_date_to + 1)::timestamp at time zone v_zone;
    v_ids bigint[];
    v_total bigint;
begin
    perform store.enter_read(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');

    if p_date_from > p_date_to then
        perform store.fail_field('date_to', 'must not be before date_from');
    end if;

    with found as materialized (
        select o.order_id, w.starts_at
        from store.orders as o
        join store.order_windows as w on w.order_id = o.order_id
        where case when p_status is null then o.status not in ('DELIVERED', 'CANCELED') else o.status = p_status::store.order_status end
            and (p_branch_id is null or o.branch_id = p_branch_id)
            and (p_assigned_to is null or o.assigned_to = p_assigned_to)
            and (p_date_from is null or w.starts_at >= v_from)
            and (p_date_to is null or w.starts_at < v_to)
    )

    select
        array(select f.order_id from found as f order by f.starts_at, f.order_id limit p_limit offset p_offset),
        (select count(*) from found)
    into v_ids, v_total;

    return store.page_json(store.orders_json(v_ids, true), v_total, p_limit, p_offset);
end;
$$;

comment on function api.order_ops_list is 'Orders as those see them who pick them, the most urgent first.';
revoke all on function api.order_ops_list from public;
grant execute on function api.order_ops_list to mami_gateway, mami_operator;
