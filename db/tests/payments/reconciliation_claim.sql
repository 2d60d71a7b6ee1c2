begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(17);

-- happy path: today's, once
create temporary table claim on commit drop as select * from api.reconciliation_claim('stripe', 60);
select results_eq(
    'select r.is_daily, r.status::text, c.tries from claim as c join store.reconciliations as r using (reconciliation_id)',
    $$values (true, 'OPEN', 1)$$, 'today''s is made and taken'
);
select results_eq(
    $$
        select (r.period_end at time zone s.time_zone), r.period_end - r.period_start
        from store.reconciliations as r, store.settings as s
    $$,
    $$select store.local_now()::date::timestamp, interval '8 days'$$, 'of the eight days to midnight, as money is held for seven'
);
select results_eq(
    'select c.listed_from, c.listed_before from claim as c',
    $$
        select
            extract(epoch from r.period_start - interval '1 hour')::bigint, extract(epoch from r.period_end + interval '1 hour')::bigint
        from store.reconciliations as r
    $$,
    'an hour more is listed at both ends, as clocks differ'
);
select is_empty($$select * from api.reconciliation_claim('stripe', 60)$$, 'and no other gateway takes it, or makes another');
select is((select count(*)::integer from store.reconciliations), 1, 'there is one');

-- a gateway that dies
select api.reconciliation_page(reconciliation_id, 1, 'payment', jsonb_build_array(listed('pi_1')), 60) from claim;
update store.reconciliations set lease_expires_at = now() - interval '1 second';
select is((select tries from api.reconciliation_claim('stripe', 60)), 2, 'when its lease is over another one takes it');
select is_empty('select * from store.provider_objects', 'and begins anew');
select is((select payments from store.reconciliations), 0, 'also to count');
update store.reconciliations set lease_expires_at = now() - interval '1 second', tries = 8;
select is_empty($$select * from api.reconciliation_claim('stripe', 60)$$, 'after eight tries nobody does');
select is((select status::text from store.reconciliations), 'FAILED', 'as it has failed');
select is((select state from api.danger_zone where kind = 'reconciliation'), 'FAILED', 'and waits for a human in the danger zone');

-- what somebody has asked for
insert into fixture values ('run', run());
select is((select reconciliation_id from api.reconciliation_claim('stripe', 60)), id('run'), 'one that an admin asks for is taken too');
select api.reconciliation_finish(id('run'), 1, true);
select is_empty($$select * from api.danger_zone where kind = 'reconciliation'$$, 'one of the same days or later ends what had failed');
update store.settings set time_zone = 'Etc/GMT' || to_char(extract(hour from now() at time zone 'UTC')::integer - 1, 'SG90');
update store.settings set time_zone = replace(time_zone, ' ', '');
delete from store.reconciliations;
select is_empty($$select * from api.reconciliation_claim('stripe', 60)$$, 'before two o''clock of the shop''s clock none is made');

-- a refund that was asked for long before it was made
insert into fixture values ('order', ordered('customer', 'k1'));
insert into fixture select 'refund', (api.refund_create(id('manager'), id('order'), 10, 'late') #>> '{data,id}')::bigint;
select api.refund_complete(id('refund'), 're_1');
update store.refunds set created_at = now() - interval '10 days';
insert into fixture values ('second run', run());
select is(
    (select listed_from from api.reconciliation_claim('stripe', 60)),
    (select extract(epoch from created_at - interval '1 hour')::bigint from store.refunds), 'is listed from then on'
);
update store.refunds set created_at = now() - interval '100 days';
update store.reconciliations set lease_expires_at = now() - interval '1 second';
select is(
    (select listed_from from api.reconciliation_claim('stripe', 60)),
    (select extract(epoch from period_start - interval '31 days')::bigint from store.reconciliations), 'for a month at the most'
);

-- side effects
select through_gateway_is($$select api.reconciliation_claim('stripe', 60)$$, 'ok', 'the gateway may');

select * from finish();

rollback;
