create or replace function store.inventory_load_check(p_load_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set enable_nestloop = off
as $$
-- Refuses the rows of a load that can be no shelf: of a branch or a product that is not there, or of a pair that an earlier line has.
-- No nested loops: the rows have just come, and without statistics PostgreSQL takes fifty thousand for nine.
-- Callers: inventory_load_open
-- Errors:  none
-- Locks:   none
-- Writes:  api.inventory_load_rows
begin
    update api.inventory_load_rows as r
    set error_code = w.error_code, error_details = w.error_details
    from (
        select
            f.line,
            case
                when b.branch_id is null then 'BRANCH_NOT_FOUND'
                when p.product_id is null then 'PRODUCT_NOT_FOUND'
                when f.line <> f.first_line then 'DUPLICATE_ROW'
            end as error_code,
            case
                when b.branch_id is null then json_build_object('branch_id', f.branch_id)
                when p.product_id is null then json_build_object('product_id', f.product_id)
                else json_build_object('first_row', f.first_line)
            end as error_details
        from (
            select
                c.line,
                c.branch_id,
                c.product_id,
                min(c.line) over (partition by c.branch_id, c.product_id) as first_line
            from api.inventory_load_rows as c
            where c.inventory_load_id = p_load_id
                and c.error_code is null
        ) as f
        left join store.branches as b on b.branch_id = f.branch_id
        left join store.products as p on p.product_id = f.product_id
    ) as w
    where r.inventory_load_id = p_load_id
        and r.line = w.line
        and w.error_code is not null;
end;
$$;

comment on function store.inventory_load_check is 'Refuses the rows of a load that can be no shelf.';
revoke all on function store.inventory_load_check from public;
