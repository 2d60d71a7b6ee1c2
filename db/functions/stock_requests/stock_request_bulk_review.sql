create or replace function api.stock_request_bulk_review(p_actor_id bigint, p_items jsonb)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Reviews up to 200 stock requests, each by itself: one that is refused, stale or not there stops no other and says why in its result.
-- p_items: [{"request_id", "status", "approved_quantity", "rejection_reason", "expected_on_hand", "as_delta"}].
-- Callers: PATCH /admin/stock-requests/bulk-review
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS403 SELF_REVIEW, MS404 STOCK_REQUEST_NOT_FOUND,
--          MS409 ALREADY_REVIEWED, MS409 BELOW_RESERVED, MS409 STALE_STOCK; all but the first three are told in results
-- Locks:   stock_requests rows by id, inventory rows by (branch_id, product_id)
-- Writes:  store.stock_requests, store.inventory, store.inventory_movements
declare
    v_item record;
    v_results json[] := array[]::json[];
    v_error json;
    v_message text;
    v_detail text;
    v_hint text;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    -- Not one condition: only an array has a length.
    if jsonb_typeof(p_items) is distinct from 'array' then
        perform store.fail_field('items', 'must be an array');
    elsif jsonb_array_length(p_items) not between 1 and 200 then
        perform store.fail_field('items', 'must have 1 to 200 elements');
    end if;

    perform store.stock_requests_lock(
        array(select (i.item ->> 'request_id')::bigint from jsonb_array_elements(p_items) as i (item)),
        array(
            select (i.item ->> 'request_id')::bigint
            from jsonb_array_elements(p_items) as i (item)
            where i.item ->> 'status' = 'APPROVED'
        )
    );

    -- A loop, as each row has its savepoint: two hundred at the most, by a person, after all the locks.
    for v_item in
        select i.*
        from jsonb_to_recordset(p_items) as i (
            request_id bigint,
            status text,
            approved_quantity integer,
            rejection_reason text,
            expected_on_hand integer,
            as_delta boolean
        )
    loop
        begin
            perform store.stock_request_review(
                p_actor_id, v_item.request_id, v_item.status, v_item.approved_quantity, v_item.rejection_reason,
                v_item.expected_on_hand, v_item.as_delta
            );
            v_error := null;
        exception when others then
            -- A refusal of the shop is this row's; anything else is an error of the whole.
            if sqlstate not like 'MS%' then
                raise;
            end if;

            get stacked diagnostics
                v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
            v_error := row_to_json(row(v_message, v_hint, v_detail::json)::store.review_error);
        end;

        v_results := v_results || row_to_json(
            row(
                v_item.request_id,
                case when v_error is null then 'ok' else 'error' end,
                (select r.status from store.stock_requests as r where r.stock_request_id = v_item.request_id),
                v_error
            )::store.review_answer
        );
    end loop;

    return store.data_json(json_build_object('results', v_results));
end;
$$;

comment on function api.stock_request_bulk_review is 'Reviews up to 200 stock requests, each by itself.';
revoke all on function api.stock_request_bulk_review from public;
grant execute on function api.stock_request_bulk_review to mami_gateway, mami_operator;
