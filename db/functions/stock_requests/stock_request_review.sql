create or replace function store.stock_request_review(
    p_actor_id bigint,
    p_stock_request_id bigint,
    p_status text,
    p_approved_quantity integer,
    p_rejection_reason text,
    p_expected_on_hand integer,
    p_as_delta boolean
)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The rules of a review; the caller has let the actor in and holds the locks. A count that the shelf has overtaken is not written over it:
-- the reviewer confirms the figure of today (p_expected_on_hand), or has the difference applied that was found when it was counted
-- (p_as_delta), so that what was sold since stays sold. A shelf that moved and came back to the observed figure is not overtaken: both
-- ways come to the same.
-- Callers: stock_request_resolve, stock_request_bulk_review
-- Errors:  MS400 VALIDATION_ERROR, MS403 SELF_REVIEW, MS404 STOCK_REQUEST_NOT_FOUND, MS409 ALREADY_REVIEWED, MS409 BELOW_RESERVED,
--          MS409 STALE_STOCK
-- Locks:   none
-- Writes:  store.stock_requests, store.inventory, store.inventory_movements
declare
    v_request store.stock_requests;
    v_approved integer;
    v_is_delta boolean;
    v_on_hand integer;
    v_target bigint;
    v_change integer;
begin
    if p_status is null or p_status not in ('APPROVED', 'REJECTED') then
        perform store.fail_field('status', 'must be one of APPROVED, REJECTED');
    elsif p_status = 'REJECTED' and coalesce(trim(p_rejection_reason), '') = '' then
        perform store.fail_field('rejection_reason', 'is required');
    end if;

    select r.* into v_request
    from store.stock_requests as r
    where r.stock_request_id = p_stock_request_id;

    if not found then
        perform store.fail('STOCK_REQUEST_NOT_FOUND');
    elsif v_request.requested_by = p_actor_id then
        perform store.fail('SELF_REVIEW');
    elsif v_request.status <> 'PENDING' then
        perform store.fail('ALREADY_REVIEWED', jsonb_build_object('status', v_request.status));
    end if;

    if p_status = 'REJECTED' then
        update store.stock_requests as r
        set
            status = 'REJECTED',
            rejection_reason = p_rejection_reason,
            reviewed_by = p_actor_id,
            reviewed_at = now(),
            updated_at = now()
        where r.stock_request_id = p_stock_request_id;
        return;
    end if;

    v_approved := coalesce(p_approved_quantity, v_request.quantity);
    v_is_delta := v_request.request_type = 'SET_QUANTITY' and coalesce(p_as_delta, false);

    if v_request.request_type = 'SET_QUANTITY' and v_approved < 0 then
        perform store.fail_field('approved_quantity', 'must be at least 0');
    elsif v_request.request_type = 'ADD_QUANTITY' and sign(v_approved) = -sign(v_request.quantity) then
        perform store.fail_field('approved_quantity', 'must not turn what was asked for into its opposite');
    elsif v_approved not between -1000000 and 1000000 then
        perform store.fail_field('approved_quantity', 'must be from -1000000 to 1000000');
    end if;

    select i.on_hand into strict v_on_hand
    from store.inventory as i
    where i.branch_id = v_request.branch_id
        and i.product_id = v_request.product_id;

    if p_expected_on_hand <> v_on_hand
        or (
            v_request.request_type = 'SET_QUANTITY'
            and not v_is_delta
            and p_expected_on_hand is null
            and v_on_hand <> v_request.observed_quantity
        )
    then
        perform store.fail(
            'STALE_STOCK',
            jsonb_strip_nulls(
                jsonb_build_object(
                    'observed_quantity', v_request.observed_quantity,
                    'on_hand', v_on_hand,
                    'expected_on_hand', p_expected_on_hand
                )
            )
        );
    end if;

    v_target := case
        when v_request.request_type = 'ADD_QUANTITY' then v_on_hand::bigint + v_approved
        when v_is_delta then v_on_hand::bigint + v_approved - v_request.observed_quantity
        else v_approved
    end;

    if v_target > 1000000 then
        perform store.fail_field('approved_quantity', 'must leave at most 1000000 on hand');
    end if;

    v_change := store.stock_set(
        v_request.branch_id,
        v_request.product_id,
        v_target,
        case when v_request.request_type = 'ADD_QUANTITY' and v_approved > 0 then 'received' else 'adjusted' end::store.movement_kind,
        v_request.reason,
        p_actor_id,
        p_stock_request_id
    );

    update store.stock_requests as r
    set
        status = 'APPROVED',
        approved_quantity = v_approved,
        is_delta = v_is_delta,
        applied_change = v_change,
        reviewed_by = p_actor_id,
        reviewed_at = now(),
        updated_at = now()
    where r.stock_request_id = p_stock_request_id;
end;
$$;

comment on function store.stock_request_review is 'Approves or rejects a stock request whose locks are held.';
revoke all on function store.stock_request_review from public;
