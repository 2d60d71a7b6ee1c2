begin;
\ir ../fixture.psql

-- What the texts of functions do not show, counted: a page of two rows calls the same functions of ours as often as a page of one, and
-- none of them is in SQL. An inlined function is not called and not counted.
select plan(4);

insert into fixture select 'first', ordered('customer', 'k1');
insert into fixture select 'second', ordered('other', 'k2');
select api.refund_create(id('manager'), id('first'), 1, 'x');
select api.refund_create(id('manager'), id('second'), 1, 'x');
select api.address_create(id('customer'), 'second', 'Haifa', null, null, null, null, true);
select api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, true);
update store.products set is_featured = true;
insert into fixture
select 'shelf', i.inventory_id from store.inventory as i where i.branch_id = id('warehouse') and i.product_id = id('milk');
select api.stock_request_create(id('employee'), id('branch'), id('milk'), 'ADD_QUANTITY', 1);
select api.stock_request_create(id('employee'), id('branch'), id('bread'), 'ADD_QUANTITY', 1);

update store.users set role = 'ADMIN' where user_id = id('manager');
insert into store.reconciliations (provider, period_start, period_end, is_daily)
select 'stripe', now() - interval '1 day', now() - make_interval(hours => n), true from generate_series(1, 2) as n;
insert into store.reconciliation_differences (reconciliation_id, kind, reference, about_at)
select reconciliation_id, 'payment missing there', 'pi_' || reconciliation_id, now() from store.reconciliations;

-- How often each function of ours is called by a statement. Only a superuser may have calls counted.
create function tap.calls(p_statement text) returns table (function text, language name, calls bigint)
    language plpgsql volatile
as $$
begin
    perform set_config('track_functions', 'all', true);
    create temporary table counted on commit drop as
    select s.funcid, s.calls from pg_stat_xact_user_functions as s;
    execute p_statement;

    return query
        select s.funcid::regprocedure::text, l.lanname, s.calls - coalesce(c.calls, 0)
        from pg_stat_xact_user_functions as s
        join pg_proc as p on p.oid = s.funcid
        join pg_language as l on l.oid = p.prolang
        left join counted as c on c.funcid = s.funcid
        where s.schemaname in ('api', 'store', 'audit')
            and s.calls > coalesce(c.calls, 0);

    drop table counted;
    perform set_config('track_functions', 'none', true);
end;
$$;

create temporary table pages (name text, statement text);
insert into pages
values
    ('address_list', $$select api.address_list(id('customer'), p_limit => %s)$$),
    ('audit_search', $$select api.audit_search(id('manager'), p_limit => %s)$$),
    ('branch_admin_list', $$select api.branch_admin_list(id('manager'), p_limit => %s)$$),
    ('branch_list', 'select api.branch_list(p_limit => %s)'),
    ('category_admin_list', $$select api.category_admin_list(id('manager'), p_limit => %s)$$),
    ('category_list', 'select api.category_list(p_limit => %s)'),
    ('category_products', $$select api.category_products(id('bakery'), p_limit => %s)$$),
    ('checkout_attempt_list', $$select api.checkout_attempt_list(id('manager'), p_limit => %s)$$),
    ('delivery_slot_admin_list', $$select api.delivery_slot_admin_list(id('manager'), p_limit => %s)$$),
    ('delivery_slot_list', 'select api.delivery_slot_list(p_limit => %s)'),
    ('dispute_list', $$select api.dispute_list(id('manager'), p_limit => %s)$$),
    ('inventory_ledger', $$select api.inventory_ledger(id('manager'), id('shelf'), p_limit => %s)$$),
    ('inventory_list', $$select api.inventory_list(id('manager'), p_limit => %s)$$),
    ('order_list', $$select api.order_list(id('manager'), p_limit => %s)$$),
    ('order_ops_list', $$select api.order_ops_list(id('manager'), p_limit => %s)$$),
    ('order_story', $$select api.order_story(id('manager'), id('first'), p_limit => %s)$$),
    ('payment_token_list', $$select api.payment_token_list(id('customer'), p_limit => %s)$$),
    ('product_admin_list', $$select api.product_admin_list(id('manager'), p_limit => %s)$$),
    ('product_autocomplete', $$select api.product_autocomplete('a', p_limit => %s)$$),
    ('product_featured', 'select api.product_featured(p_limit => %s)'),
    ('product_search', 'select api.product_search(p_limit => %s)'),
    ('reconciliation_difference_list', $$select api.reconciliation_difference_list(id('manager'), p_limit => %s)$$),
    ('reconciliation_list', $$select api.reconciliation_list(id('manager'), p_limit => %s)$$),
    ('refund_list', $$select api.refund_list(id('manager'), p_limit => %s)$$),
    ('stock_request_list', $$select api.stock_request_list(id('manager'), p_limit => %s)$$),
    ('stock_request_mine', $$select api.stock_request_mine(id('employee'), p_limit => %s)$$),
    ('user_list', $$select api.user_list(id('manager'), p_limit => %s)$$);

create temporary view called_per_row as
select p.name, two.function, two.calls
from pages as p
cross join lateral tap.calls(format(p.statement, 2)) as two
where two.calls > coalesce(
    (select one.calls from tap.calls(format(p.statement, 1)) as one where one.function = two.function), 0
);

create temporary view called_in_sql as
select p.name, c.function
from pages as p
cross join lateral tap.calls(format(p.statement, 2)) as c
where c.language = 'sql';

-- Every function with p_limit is looked at.
select results_eq(
    'select name from pages order by name',
    $$
        select p.proname::text collate "default"
        from pg_proc as p
        where p.pronamespace = 'api'::regnamespace
            and 'p_limit' = any (p.proargnames)
            and p.prorettype = 'json'::regtype
        order by 1
    $$,
    'these are all the lists'
);

create function tap.pages_hold() returns setof text
    language plpgsql volatile
as $$
begin
    if not (select r.rolsuper from pg_roles as r where r.rolname = session_user) then
        return query select tap.skip('only a superuser may count calls', 3);
        return;
    end if;

    return query select tap.is_empty('select * from called_per_row', 'no list calls a function for each of its rows');
    return query select tap.is_empty('select * from called_in_sql', 'or one in SQL that is not inlined');

    create function store.offender(p_id bigint) returns bigint
        language sql stable
        return (select count(*) from store.users where user_id = p_id);
    insert into pages
    values ('offender', 'select array(select store.offender(u.user_id) from store.users as u limit %s)');

    return query
        select tap.results_eq(
            'select name, function, calls from called_per_row union all select name, function, 0 from called_in_sql order by 3 desc',
            $rows$
                values
                    ('offender', 'store.offender(bigint)', 2::bigint),
                    ('offender', 'store.offender(bigint)', 0::bigint)
            $rows$,
            'and what does is found'
        );
end;
$$;

select pages_hold();

select * from finish();

rollback;
