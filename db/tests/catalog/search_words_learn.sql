begin;
\ir ../fixture.psql

select plan(6);

create function tap.known(p_written text) returns boolean language sql stable
return exists (select from store.search_words as s where s.written = p_written);

insert into store.products (category_id, name, sku, price, unit, description)
values (id('dairy'), 'Ice cream', 'ICE-1', 9, 'unit', 'Très froid'), (id('dairy'), 'Ice lolly', 'ICE-2', 5, 'unit', null);

select ok(known('cream') and known('lolly') and known('ice cream'), 'the words of new products are known, and their pairs');
select ok(known('tres'), 'those of a description, folded');
select ok(not known('sorbet'), 'others are not');

update store.products set name = 'Lemon sorbet' where sku = 'ICE-2';

select ok(known('sorbet') and known('lemon sorbet'), 'those of a changed name are');
select ok(known('lolly'), 'and what it was called before stays known');
select is(
    (select s.word from store.search_words as s where s.written = 'lemon sorbet'), 'lemonsorbet', 'a pair is also known as one word'
);

select * from finish();

rollback;
