begin;
\ir ../fixture.psql

select plan(7);

select is(store.search_name('Whole Milk 3%'), ' whole milk 3', 'words, a space before each');
select is(store.search_name('rolls/buns · (white)'), ' rolls buns white', 'what is no letter and no digit ends a word');
select is(store.search_name('ג׳ינג׳ר ד״ר לֶחֶם'), ' גינגר דר לחמ', 'folded as all that is searched');
select is(store.search_name('  50%_\  '), ' 50', 'nothing that has a meaning for LIKE is left');
select is(store.search_name('%'), '', 'a name without words has none');
select is(store.search_name(null), null, 'null stays null');
select is_empty(
    'select p.product_id from store.products as p where p.search_name <> store.search_name(p.name)', 'products have their names in this form'
);

select * from finish();

rollback;
