begin;
\ir ../fixture.psql

select plan(5);

select lives_ok($$select store.act_as('system')$$, 'anybody inside may be named');
select is(current_setting('mami.actor'), 'system', 'the actor is set for the transaction');
select is(current_setting('mami.source'), '', 'outside an api function there is no source');
select is((audit.current_call()).context, null, 'so that nobody is believed to act');
select api.cart_get(id('customer'));
select is(current_setting('mami.source'), 'api.cart_get', 'inside one, the source is its name');

select * from finish();

rollback;
