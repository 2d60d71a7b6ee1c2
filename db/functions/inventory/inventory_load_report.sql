create or replace function api.inventory_load_report(p_actor_id bigint, p_load_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What became of a file of stock that has ended, row by row.
-- Callers: POST /admin/inventory/bulk; GET /admin/inventory/bulk/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 INVENTORY_LOAD_NOT_FOUND; in results: VALIDATION_ERROR, BRANCH_NOT_FOUND,
--          PRODUCT_NOT_FOUND, DUPLICATE_ROW, STALE_STOCK, BELOW_RESERVED
-- Locks:   none
-- Writes:  none
declare
    v_load store.inventory_loads;
    v_results json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    select l.* into v_load
    from store.inventory_loads as l
    where l.inventory_load_id = p_load_id
        and l.ended_at is not null;

    if not found then
        perform store.fail('INVENTORY_LOAD_NOT_FOUND');
    end if;

    select
        coalesce(
            json_agg(
                row(
                    r.line,
                    case when r.error_code is null then 'ok' else 'error' end,
                    case
                        when r.error_code is not null
                        then row_to_json(row(e.code, e.message, r.error_details)::store.review_error)
                    end
                )::store.load_row_answer
                order by r.line
            ),
            '[]'
        )
    into v_results
    from api.inventory_load_rows as r
    left join store.error_code as e on e.code = r.error_code
    where r.inventory_load_id = p_load_id;

    return store.data_json(
        row_to_json(
            row(
                p_load_id, v_load.is_dry_run, v_load.total, v_load.succeeded, v_load.total - v_load.succeeded, v_results
            )::store.load_answer
        )
    );
end;
$$;

comment on function api.inventory_load_report is 'What became of a file of stock, row by row.';
revoke all on function api.inventory_load_report from public;
grant execute on function api.inventory_load_report to mami_gateway, mami_operator;
