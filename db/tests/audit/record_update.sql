begin;
\ir ../fixture.psql

select plan(7);

select set_config('mami.actor', '', true);
update store.products set price = 7.00 where product_id = id('milk');
select results_eq(
    $$
        select old_value, new_value, actor_user_id, entity_id from audit.entries
        where entity_type = 'products' and action = 'UPDATE'
    $$,
    $$values ('{"price": 6.50}'::jsonb, '{"price": 7.00}'::jsonb, null::bigint, id('milk'))$$,
    'only the changed columns are kept, before and after'
);
update store.products set price = 7.00 where product_id = id('milk');
select is(
    (select count(*)::integer from audit.entries where entity_type = 'products' and action = 'UPDATE'), 1,
    'an update that changes nothing writes nothing'
);
update store.users set password_hash = '$scrypt-sha256$new' where user_id = id('customer');
select results_eq(
    $$select old_value, new_value from audit.entries where entity_type = 'users' and action = 'UPDATE'$$,
    $$values ('{"password_hash": "[secret]"}'::jsonb, '{"password_hash": "[secret]"}'::jsonb)$$,
    'a secret shows that it changed, not what to'
);
update store.inventory set reorder_point = 3;
select is(
    (select count(*)::integer from audit.entries where entity_type = 'inventory' and action = 'UPDATE'), 6,
    'a statement over many rows leaves a row for each'
);

-- Taxed at none, so that a quantity alone may change.
update store.products set vat_class = 'ZERO';
insert into fixture select 'attempt', locked_attempt('customer');
update store.checkout_lines as l set quantity = l.quantity + 1 where l.checkout_attempt_id = id('attempt');
select results_eq(
    $$
        select
            e.entity_id, (e.entity_key ->> 'product_id')::bigint, (e.new_value ->> 'quantity')::integer - (e.old_value ->> 'quantity')::integer,
            e.new_value - 'quantity'
        from audit.entries as e
        where e.entity_type = 'checkout_lines' and e.action = 'UPDATE'
        order by 2
    $$,
    $$
        select l.checkout_attempt_id, l.product_id, 1, '{}'::jsonb
        from store.checkout_lines as l
        where l.checkout_attempt_id = id('attempt')
        order by 2
    $$,
    'rows with a key of two columns are paired by both'
);
select cmp_ok(
    (select count(*) from store.checkout_lines as l where l.checkout_attempt_id = id('attempt')), '>', 1::bigint, 'there were several'
);

grant usage on schema store to mami_gateway;
grant select, update on store.categories to mami_gateway;
select set_config('mami.actor', '', true);
select through_gateway_is(
    'update store.categories set name = ''new'' where name = ''dairy''', 'audit: the gateway writes without an actor',
    'the gateway changes nothing in nobody''s name'
);

select * from finish();

rollback;
