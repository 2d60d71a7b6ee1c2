create or replace function api.order_story(
    p_actor_id bigint,
    p_order_id bigint,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set jit = off
as $$
-- What has happened to an order, across all tables and from its cart on, the oldest first. What was removed meanwhile is found by the
-- entries of its removal. Who reads it stands in the log.
-- Callers: GET /admin/orders/{id}/story
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND
-- Locks:   none
-- Writes:  audit.entries
declare
    v_order store.orders;
    v_cart store.carts;
    v_types text[];
    v_entities bigint[];
    v_ids bigint[];
    v_times timestamptz[];
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    select o.* into v_order from store.orders as o where o.order_id = p_order_id;

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    end if;

    select c.* into v_cart from store.carts as c where c.cart_id = v_order.cart_id;

    select array_agg(b.entity_type), array_agg(b.entity_id)
    into v_types, v_entities
    from (
        select x.entity_type, x.entity_id from audit.order_entities(p_order_id) as x
        union
        select e.entity_type, e.entity_id
        from audit.entries as e
        where e.action = 'DELETE'
            and e.subject_user_id = v_order.user_id
            and e.created_at >= v_cart.created_at
            and (
                e.old_value @> jsonb_build_object('order_id', p_order_id)
                or e.old_value @> jsonb_build_object('cart_id', v_order.cart_id)
                or e.old_value @> jsonb_build_object('checkout_attempt_id', v_order.checkout_attempt_id)
            )
    ) as b;

    -- Nothing of an order is older than its cart: so many months need not be looked at.
    select
        array_agg(e.audit_entry_id order by e.created_at, e.audit_entry_id),
        array_agg(e.created_at order by e.created_at, e.audit_entry_id)
    into v_ids, v_times
    from unnest(v_types, v_entities) as b (entity_type, entity_id)
    join audit.entries as e on e.entity_type = b.entity_type and e.entity_id = b.entity_id
    where e.created_at >= v_cart.created_at
        -- Who has read it is no part of it.
        and e.action <> 'AUDIT_READ';

    perform audit.event('AUDIT_READ', 'orders', p_order_id, jsonb_build_object('story', true));

    return store.page_json(
        audit.entries_json(
            v_ids[p_offset::bigint + 1 : p_offset::bigint + p_limit], v_times[p_offset::bigint + 1 : p_offset::bigint + p_limit]
        ),
        coalesce(cardinality(v_ids), 0),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.order_story is 'What has happened to an order, across all tables.';
revoke all on function api.order_story from public;
grant execute on function api.order_story to mami_gateway, mami_operator;
