begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'attempt', locked_attempt('customer');

select is_empty('select * from api.danger_zone', 'an attempt that somebody drives is no danger');
select api.checkout_doubt(id('attempt'), 'timeout', 0);
select results_eq('select kind, state, reason from api.danger_zone', $$values ('checkout attempt', 'UNKNOWN', 'timeout')$$, 'one in doubt is');
select api.checkout_commit(id('attempt'), 'pi_1', 5580, 'ils');
select is_empty('select * from api.danger_zone', 'when it has ended it is gone');
select api.refund_create(id('manager'), order_id, 10, 'late') from store.orders;
select results_eq('select kind, state, amount from api.danger_zone', $$values ('refund', 'PENDING', 10.00::numeric(12, 2))$$, 'a refund is until it is made');

select * from finish();

rollback;
