begin;
\ir ../fixture.psql

select plan(3);

select is(store.one_line(E'  rye \t\n bread\u00A0'), 'rye bread', 'blanks at the ends go, several inside become one');
select is(store.one_line('milk'), 'milk', 'what is one line stays');
select is(store.one_line(null), null, 'nothing is nothing');

select * from finish();

rollback;
