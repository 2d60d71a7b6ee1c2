create or replace function store.inventory_load_step(p_load_id bigint)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Goes on with a file of stock by a thousand rows, each of which sets its shelf or says why not. A thousand and no more, so that
-- no checkout waits for a whole file. Gives whether the file has come to its end.
-- Callers: inventory_load_apply, inventory_load_resume; the actor is set
-- Errors:  none
-- Locks:   inventory_loads row, inventory rows by (branch_id, product_id)
-- Writes:  store.inventory_loads, api.inventory_load_rows, store.inventory, store.inventory_movements
declare
    v_load store.inventory_loads;
    v_last_line integer;
begin
    select l.* into strict v_load
    from store.inventory_loads as l
    where l.inventory_load_id = p_load_id
    for no key update;

    if v_load.ended_at is not null then
        return true;
    end if;

    select max(n.line) into v_last_line
    from (
        select r.line
        from api.inventory_load_rows as r
        where r.inventory_load_id = p_load_id
            and r.line > v_load.last_line
        order by r.line
        limit 1000
    ) as n;

    if v_last_line is null then
        update store.inventory_loads as l
        set total = c.total, succeeded = c.succeeded, ended_at = now(), stepped_at = clock_timestamp()
        from (
            select count(*)::integer as total, (count(*) filter (where r.error_code is null))::integer as succeeded
            from api.inventory_load_rows as r
            where r.inventory_load_id = p_load_id
        ) as c
        where l.inventory_load_id = p_load_id;

        return true;
    end if;

    if not v_load.is_dry_run then
        perform store.inventory_load_shelve(v_load, v_last_line);
    end if;

    perform store.inventory_load_compare(v_load, v_last_line);

    if not v_load.is_dry_run then
        perform store.inventory_load_write(v_load, v_last_line);
    end if;

    update store.inventory_loads as l
    set last_line = v_last_line, stepped_at = clock_timestamp()
    where l.inventory_load_id = p_load_id;

    return false;
end;
$$;

comment on function store.inventory_load_step is 'Goes on with a file of stock by a thousand rows.';
revoke all on function store.inventory_load_step from public;
