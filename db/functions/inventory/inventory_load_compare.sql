create or replace function store.inventory_load_compare(p_load store.inventory_loads, p_last_line integer)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Refuses the rows of a step of a load that do not fit what is there: another figure than the one expected, or less than checkouts have reserved. Where
-- there is no shelf there is nothing on it.
-- Callers: inventory_load_step, which has locked the shelves unless it changes none
-- Errors:  none
-- Locks:   none
-- Writes:  api.inventory_load_rows
begin
    -- A look at the shelf for each row, whatever number of rows PostgreSQL expects.
    update api.inventory_load_rows as r
    set
        error_code = 'STALE_STOCK',
        error_details = json_build_object(
            'expected_on_hand', r.expected_on_hand,
            'on_hand', coalesce(
                (
                    select i.on_hand
                    from store.inventory as i
                    where i.branch_id = r.branch_id
                        and i.product_id = r.product_id
                ),
                0
            )
        )
    where r.inventory_load_id = p_load.inventory_load_id
        and r.line > p_load.last_line
        and r.line <= p_last_line
        and r.error_code is null
        and not r.is_new
        and r.expected_on_hand <> coalesce(
            (
                select i.on_hand
                from store.inventory as i
                where i.branch_id = r.branch_id
                    and i.product_id = r.product_id
            ),
            0
        );

    update api.inventory_load_rows as r
    set
        error_code = 'BELOW_RESERVED',
        error_details = (
            select json_build_object('on_hand', i.on_hand, 'reserved', i.reserved, 'requested_on_hand', r.on_hand)
            from store.inventory as i
            where i.branch_id = r.branch_id
                and i.product_id = r.product_id
        )
    where r.inventory_load_id = p_load.inventory_load_id
        and r.line > p_load.last_line
        and r.line <= p_last_line
        and r.error_code is null
        and not r.is_new
        and r.on_hand < (
            select i.reserved
            from store.inventory as i
            where i.branch_id = r.branch_id
                and i.product_id = r.product_id
        );
end;
$$;

comment on function store.inventory_load_compare is 'Refuses the rows of a step of a load that do not fit what is there.';
revoke all on function store.inventory_load_compare from public;
