begin;
\ir ../fixture.psql

select plan(7);

create function tap.asks(
    p_field text default null, p_action text default null, p_source text default null, p_q text default null, p_entity_type text default null
) returns boolean
    language sql stable
return audit.asks_each(
    audit.filter_of(p_entity_type, null, null, null, null, null, p_field, p_action, null, p_source, null, null, p_q)
);

select is(asks(), false, 'who asks for all asks no entry');
select is(asks(p_entity_type => 'orders'), false, 'an index knows the types');
select is(asks(p_action => 'LOGIN_FAILED'), false, 'and the events');
select is(asks(p_action => 'UPDATE'), true, 'but not what nearly all entries are');
select is(asks(p_field => 'price'), true, 'nor the fields');
select is(asks(p_source => 'api.x'), true, 'nor the functions');
select is(asks(p_q => 'x'), true, 'nor the values');

select * from finish();

rollback;
