begin;
\ir ../fixture.psql

select plan(15);

update store.products set is_active = false where product_id = id('milk');

create function tap.listed(
    p_q text default null, p_category bigint default null, p_active boolean default null, p_limit integer default 50,
    p_offset integer default 0
)
    returns text
    language plpgsql stable
as $$
declare
    v_answer jsonb := api.product_admin_list(tap.id('manager'), p_q, p_category, p_active, p_limit, p_offset);
begin
    return concat_ws(
        ' ', v_answer #>> '{pagination,total}',
        (
            select string_agg(p.value ->> 'name', ' ' order by p.ordinality)
            from jsonb_array_elements(v_answer -> 'data') with ordinality as p
        )
    );
end;
$$;

select is(listed(), '3 bread milk rare cake', 'all of them by name, inactive ones too');
select is(listed(p_active => false), '1 milk', 'the inactive ones');
select is(listed(p_category => id('bakery')), '2 bread rare cake', 'those of a category');
select is(listed(p_limit => 1, p_offset => 1), '3 milk', 'page by page');
select is(listed('CAKE rare'), '1 rare cake', 'those that have every word');
select is(listed('חלב'), '1 milk', 'in Hebrew too');
select is(listed('bak-', id('bakery'), true, 1, 1), '2 rare cake', 'by SKU, with all the rest');
select is(listed('%'), '1 bread', 'a percent sign is a plain character');
select is(listed('  '), '3 bread milk rare cake', 'blanks ask for nothing');

update store.products set name = 'Éclair' where product_id = id('milk');
update store.products set name = 'לֶחֶם' where product_id = id('bread');
select is(listed(), '3 Éclair rare cake לֶחֶם', 'as people sort them');
select is(listed('ECLAIR'), '1 Éclair', 'without accents');
select is(listed('לחם'), '1 לֶחֶם', 'without niqqud');

-- refusals
select throws_ok($$select api.product_admin_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.product_admin_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.product_admin_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
