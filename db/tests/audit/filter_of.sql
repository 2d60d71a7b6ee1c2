begin;
\ir ../fixture.psql

select plan(16);

create function tap.filter(
    p_entity_type text default null, p_entity_id bigint default null, p_entity_name text default null, p_actor_id bigint default null,
    p_actor_email text default null, p_date_from date default null, p_date_to date default null, p_q text default null,
    p_action text default null
) returns audit.filter
    language sql stable
return audit.filter_of(
    p_entity_type, p_entity_id, p_entity_name, p_actor_id, p_actor_email, null, null, p_action, null, null, p_date_from, p_date_to, p_q
);

-- happy path
select is((filter()).asked, '{}', 'who asks for nothing asks for all');
select is((filter()).entity_type is null and (filter()).entity_types is null, true, 'of any type');
select is((filter('orders', 7)).entity_type, 'orders', 'a type');
select is((filter('orders', 7)).entity_id, 7::bigint, 'and an id');
select is((filter('orders')).entity_types, null, 'one type is no list, as an index gives the entries of one by time');
select is((filter(p_entity_id => 7)).entity_types @> '{orders,users}', true, 'an id alone is one of any type');
select is((filter(p_entity_name => 'milk')).entities, array['products ' || id('milk')], 'a name is what has it');
select is((filter(p_entity_name => 'nowhere')).is_empty, true, 'a name that nothing has finds nothing');
select is((filter(p_actor_email => 'MANAGER@example.com')).actor_user_id, id('manager'), 'an e-mail is who has it');
select is((filter(p_actor_email => 'x@x.xx')).is_empty, true, 'an e-mail that nobody has finds nothing');
select is(
    (filter(p_actor_id => id('customer'), p_actor_email => 'manager@example.com')).is_empty, true, 'and so do two people at once'
);
select is(
    array[(filter(p_date_from => '2026-01-01', p_date_to => '2026-01-02')).starts_at, (filter(p_date_to => '2026-01-02')).ends_at],
    array['2025-12-31T22:00:00Z', '2026-01-02T22:00:00Z']::timestamptz[], 'days are the shop''s, from the first to the end of the last'
);
select is((filter(p_q => '50%_"x')).pattern, E'%50\\%\\_"x%', 'what is looked for is no pattern');
select is((filter(p_q => 'a"b')).json_pattern, E'%a\\\\"b%', 'and stands in JSON as JSON has it');

-- refusals
select throws_ok(
    $$select filter(p_date_from => '2026-01-02', p_date_to => '2026-01-01')$$, 'MS400', 'VALIDATION_ERROR', 'no period ends before it begins'
);
select throws_ok($$select filter(p_q => repeat('x', 201))$$, 'MS400', 'VALIDATION_ERROR', 'what is looked for has a length');

select * from finish();

rollback;
