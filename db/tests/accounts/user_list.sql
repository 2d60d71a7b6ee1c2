begin;
\ir ../fixture.psql

select plan(14);

create function tap.found(p_q text default null, p_role text default null, p_is_active boolean default null) returns text
    language sql stable
begin atomic
    select string_agg(u ->> 'full_name', ', ')
    from jsonb_array_elements(api.user_list(tap.id('manager'), p_q, p_role, p_is_active)::jsonb -> 'data') as u
    where u ->> 'email' like '%@example.com';
end;

-- happy path
select is(found(), 'Manager, Employee, Other, Customer', 'everybody, the newest first');
select is(found('oTHer'), 'Other', 'a word of a name, in any case');
select is(found('customer@EXAMPLE'), 'Customer', 'a part of an e-mail');
select is(found('employee example'), 'Employee', 'every word must be there');
select is(found('employee nowhere'), null, 'or there is nobody');
select is(found('c%r'), null, 'a percent sign is one');
update store.users set phone = '+972 50 777', is_active = false where user_id = id('other');
select is(found('777'), 'Other', 'a part of a phone number');
select is(found(p_role => 'EMPLOYEE'), 'Employee', 'those of a role');
select is(found(p_is_active => false), 'Other', 'those who are switched off');
select is(found('example', 'CUSTOMER', true), 'Customer', 'all at once');
select is(
    api.user_list(id('manager'), p_q => '@example.com', p_limit => 1, p_offset => 1)::jsonb #- '{data,0,created_at}',
    jsonb_build_object(
        'data', jsonb_build_array(
            jsonb_build_object(
                'id', id('employee'), 'email', 'employee@example.com', 'full_name', 'Employee', 'phone', null, 'role', 'EMPLOYEE',
                'is_active', true, 'default_branch_id', null
            )
        ),
        'pagination', jsonb_build_object('total', 4, 'limit', 1, 'offset', 1, 'has_next', true)
    ),
    'a page is as long as asked, and knows how many there are'
);

-- refusals
select throws_ok($$select api.user_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not look');
select throws_ok($$select api.user_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.user_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
