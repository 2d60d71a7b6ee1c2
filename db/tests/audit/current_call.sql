begin;
\ir ../fixture.psql
\ir acting.psql

select plan(10);

select set_config('mami.request_id', 'r-1', true);

-- in a call
select is(
    api.tried('7', 'select audit.current_call()::text'), row(7, null, 'r-1', 'api.tried')::audit.call::text, 'a user, the request, the function'
);
select is(api.tried('system', 'select (audit.current_call()).context::text'), '{"actor": "system"}', 'who is no user is named');

-- by hand
select is(
    audit.current_call(), row(null, null, null, null)::audit.call, 'after the call nobody is it but the login, in the same transaction too'
);
select set_config('mami.actor', '7', true), set_config('mami.source', 'api.tried', true);
select is(audit.current_call(), row(null, null, null, null)::audit.call, 'what somebody has set by hand is not believed');
select set_config('mami.source', 'api.cart_get', true);
select is(
    api.tried(null, 'select audit.current_call()::text'), row(null, null, null, null)::audit.call::text,
    'nor what another call has left for one that names nobody'
);
update store.products set price = 1 where product_id = id('milk');
select results_eq(
    $$select actor_user_id, source, db_user from audit.entries where entity_type = 'products' and action = 'UPDATE'$$,
    $$values (null::bigint, null::text, session_user::text collate "default")$$, 'a change by hand is its login''s'
);
select api.cart_item_add(id('customer'), id('milk'), 1);
update store.products set price = 2 where product_id = id('milk');
select results_eq(
    $$select entity_type, actor_user_id, source from audit.entries where new_value ? 'cart_id' or new_value ->> 'price' = '2.00' order by audit_entry_id$$,
    $$values ('carts', id('customer'), 'api.cart_item_add'), ('cart_items', id('customer'), 'api.cart_item_add'), ('products', null::bigint, null::text)$$,
    'also when it follows a call'
);

-- the gateway
select through_gateway_is(
    'select audit.current_call()', 'permission denied for schema audit', 'the gateway asks for nothing here itself'
);
select through_gateway_is(
    $$select api.tried(null, 'select audit.current_call()')$$, 'audit: the gateway writes without an actor', 'it writes nothing in nobody''s name'
);
select through_gateway_is(
    $$select set_config('mami.actor', '7', true), set_config('mami.source', 'api.cart_get', true), api.tried(null, 'select audit.current_call()')$$,
    'audit: the gateway writes without an actor', 'nor in a name that it has set itself'
);

select * from finish();

rollback;
