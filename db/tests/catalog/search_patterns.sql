begin;
\ir ../fixture.psql

select plan(6);

select is(store.search_patterns('Fresh  MILK'), '{%fresh%,%milk%}', 'a pattern a word, in lower case, the longest first');
select is(store.search_patterns('50%_\'), array['%50\%\_\\%'], 'what LIKE gives a meaning is escaped');
select is(store.search_patterns('  '), null, 'no words, no patterns');
select is(store.search_patterns(null), null, 'no search, no patterns');

select is(store.search_patterns(repeat('a b A ', 50)), '{%a%,%b%}', 'a word counts once, in any case');
select is(
    store.search_patterns('1 22 333 4444 55555 666666 7777777 88888888 999999999 0000000000'),
    array['%0000000000%', '%999999999%', '%88888888%', '%7777777%', '%666666%', '%55555%', '%4444%', '%333%'],
    'the eight longest words count, and no more'
);

select * from finish();

rollback;
