create or replace function api.inventory_loads_forget(p_limit integer)
    returns table (inventory_load_id bigint)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Forgets the rows of files that were sent more than a week ago, or broke off more than an hour ago, with the load where nothing
-- came of it. Gives those loads, p_limit at the most.
-- Callers: the sweeper of every gateway
-- Errors:  none
-- Locks:   inventory_loads rows that nobody else has locked
-- Writes:  api.inventory_load_rows, store.inventory_loads
declare
    v_load_ids bigint[];
begin
    perform store.act_as('system');

    v_load_ids := array(
        select l.inventory_load_id
        from store.inventory_loads as l
        where (
                l.opened_at is null
                and l.created_at < clock_timestamp() - interval '1 hour'
            )
            or (
                l.ended_at is not null
                and l.created_at < clock_timestamp() - interval '7 days'
                and exists (
                    select
                    from api.inventory_load_rows as r
                    where r.inventory_load_id = l.inventory_load_id
                )
            )
        order by l.created_at
        limit p_limit
        for no key update skip locked
    );

    delete from api.inventory_load_rows as r
    where r.inventory_load_id = any (v_load_ids);

    -- A key is free again when what it gave is gone.
    update store.inventory_loads as l
    set idempotency_key = null, fingerprint = null
    where l.inventory_load_id = any (v_load_ids)
        and l.idempotency_key is not null;

    delete from store.inventory_loads as l
    where l.inventory_load_id = any (v_load_ids)
        and l.opened_at is null;

    return query
        select f.inventory_load_id from unnest(v_load_ids) as f (inventory_load_id);
end;
$$;

comment on function api.inventory_loads_forget is 'Forgets the rows of old files of stock.';
revoke all on function api.inventory_loads_forget from public;
grant execute on function api.inventory_loads_forget to mami_gateway;
