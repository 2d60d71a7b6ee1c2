begin;
\ir ../fixture.psql

select plan(5);

select is(store.vat_part(118, 18), 18.00, 'of 118 at 18 percent, 18');
select is(store.vat_part(13.00, 18), 1.98, 'to the agora');
select is(store.vat_part(0.01, 100), 0.01, 'half an agora is one');
select is(store.vat_part(999999.99, 0), 0.00, 'at none there is none');
select is(store.vat_part(0, 18), 0.00, 'nor in nothing');

select * from finish();

rollback;
