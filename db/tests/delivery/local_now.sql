begin;
\ir ../fixture.psql

select plan(2);

select is(store.local_now(), now() at time zone 'Asia/Jerusalem', 'the shop''s clock hangs in Jerusalem');
update store.settings set time_zone = 'UTC';
select is(store.local_now(), now() at time zone 'UTC', 'or where the settings say');

select * from finish();

rollback;
