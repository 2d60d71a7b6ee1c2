begin;
\ir ../fixture.psql

select plan(15);

insert into fixture select 'load', load(jsonb_build_array(load_row('branch', 'milk', 5), load_row('branch', 'milk', 6)));
insert into fixture select 'again', load(jsonb_build_array(load_row('branch', 'milk', 5), load_row('branch', 'milk', 6)));
insert into fixture select 'third', load('[]');

-- happy path
select is(
    api.inventory_load_open(id('manager'), id('load'), false, 'Sunday', 'key', sha256('a')), id('load'), 'a file whose rows have come'
);
select results_eq(
    $$select is_dry_run, reason, opened_at is not null from store.inventory_loads where inventory_load_id = id('load')$$,
    $$values (false, 'Sunday', true)$$, 'is what it was sent as'
);
select results_eq(
    $$select line from api.inventory_load_rows where inventory_load_id = id('load') and error_code is not null$$, $$values (3)$$,
    'rows that can be no shelf are refused at once'
);
select is(
    api.inventory_load_open(id('manager'), id('again'), false, 'Sunday', 'key', sha256('a')), id('load'),
    'the same key again is the same file'
);
select is((select opened_at from store.inventory_loads where inventory_load_id = id('again')), null, 'and the copy is none');
select is(api.inventory_load_open(id('manager'), id('third'), true), id('third'), 'a key is not needed');
select is(
    (select reason from store.inventory_loads where inventory_load_id = id('third')), format('file %s', id('third')), 'nor a reason'
);

-- refusals
select throws_ok(
    $$select api.inventory_load_open(id('manager'), id('again'), false, 'Sunday', 'key', sha256('b'))$$, 'MS422', 'IDEMPOTENCY_KEY_REUSED',
    'the same key with another file'
);
select throws_ok(
    $$select api.inventory_load_open(id('manager'), id('third'))$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'a file is taken once'
);
select throws_ok($$select api.inventory_load_open(id('manager'), -1)$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'it must be there');
update store.users set role = 'MANAGER' where user_id = id('other');
select throws_ok(
    $$select api.inventory_load_open(id('other'), id('again'))$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'and be one''s own'
);
select throws_ok(
    $$select api.inventory_load_open(id('manager'), id('again'), p_reason => ' ')$$, 'MS400', 'VALIDATION_ERROR', 'a reason is one'
);
select throws_ok(
    $$select api.inventory_load_open(id('manager'), id('again'), p_reason => repeat('x', 501))$$, 'MS400', 'VALIDATION_ERROR',
    'of a bearable length'
);
select throws_ok($$select api.inventory_load_open(id('employee'), id('again'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_load_open(id('customer'), id('again'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();
rollback;
