begin;
\ir ../fixture.psql

select plan(7);

insert into fixture select 'first', ordered('customer', 'k1');
insert into fixture select 'second', ordered('other', 'k2');

-- happy path
select is(api.order_list(id('customer')) #>> '{pagination,total}', '1', 'a customer sees their own');
select is(api.order_list(id('manager')) #>> '{data,0,id}', id('second')::text, 'a manager sees all, the newest first');
select is(
    api.order_list(id('manager'), p_user_id => id('customer')) #>> '{data,0,id}', id('first')::text, 'or those of one customer'
);
select is(api.order_list(id('manager'), p_status => 'CANCELED') #>> '{pagination,total}', '0', 'or those in one state');
select is(api.order_list(id('manager'), p_limit => 1, p_offset => 1) #>> '{data,0,id}', id('first')::text, 'page by page');

-- errors
select is(
    api.order_list(id('customer'), p_user_id => id('other')) #>> '{pagination,total}', '0',
    'a customer who asks for somebody else''s has none'
);
select throws_ok($$select api.order_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'employees have their own list');

select * from finish();

rollback;
