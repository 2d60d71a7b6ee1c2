begin;
\ir ../fixture.psql

select plan(4);

select is(store.search_patterns('Fresh  MILK'), '{%fresh%,%milk%}', 'a pattern a word, in lower case, the longest first');
select is(store.search_patterns('50%_\'), array['%50\%\_\\%'], 'what LIKE gives a meaning is escaped');
select is(store.search_patterns('  '), null, 'no words, no patterns');
select is(store.search_patterns(null), null, 'no search, no patterns');

select * from finish();

rollback;
