begin;
\ir ../fixture.psql

select plan(7);

create function tap.words(p_text text) returns text[] language sql stable
return array(select w.written from store.search_words_of(p_text) as w (written) order by w.written collate "C");

select is(words('rye bread'), '{bread,rye,rye bread}', 'words, and two side by side');
select is(words('ice-cream'), '{cream,ice,ice cream}', 'whatever stands between them');
select is(words('milk · חלב'), '{milk,חלב}', 'but not far from one another');
select is(words('milk milk'), '{milk,milk milk}', 'each once');
select is(words('1000 a12 ab 5'), '{}', 'what has a digit is none, nor are two letters');
select is(words('milk 2 go'), '{milk}', 'nor does a number stand beside a word');
select is(words(null), '{}', 'of nothing there are none');

select * from finish();

rollback;
