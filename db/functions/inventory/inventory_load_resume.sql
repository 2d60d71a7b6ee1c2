create or replace function api.inventory_load_resume()
    returns table (inventory_load_id bigint)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Goes on by a step with a file of stock that nobody has gone on with for a minute, as its gateway has died: half a file is what nobody
-- sent. In the name of who sent it. The file stays due, so that the next call goes on at once, and not a minute a step. Gives the load, if there is one.
-- Callers: the sweeper of every gateway
-- Errors:  none
-- Locks:   inventory_loads row, inventory rows by (branch_id, product_id)
-- Writes:  store.inventory_loads, api.inventory_load_rows, store.inventory, store.inventory_movements
declare
    v_load store.inventory_loads;
begin
    select l.* into v_load
    from store.inventory_loads as l
    where l.opened_at is not null
        and l.ended_at is null
        and l.stepped_at < clock_timestamp() - interval '1 minute'
    order by l.stepped_at
    limit 1
    for no key update skip locked;

    if not found then
        return;
    end if;

    perform store.act_as(v_load.user_id::text);
    perform store.inventory_load_step(v_load.inventory_load_id);

    update store.inventory_loads as l
    set stepped_at = v_load.stepped_at
    where l.inventory_load_id = v_load.inventory_load_id
        and l.ended_at is null;

    inventory_load_id := v_load.inventory_load_id;
    return next;
end;
$$;

comment on function api.inventory_load_resume is 'Goes on with a file of stock whose gateway has died.';
revoke all on function api.inventory_load_resume from public;
grant execute on function api.inventory_load_resume to mami_gateway;
