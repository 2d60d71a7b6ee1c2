begin;
\ir ../fixture.psql

select plan(18);

-- A log of this test's own, in one transaction of the past, and two entries of another.
insert into audit.entries (entity_type, entity_id, action, old_value, new_value, context, actor_user_id, request_id, source, subject_user_id, created_at)
values
    ('sample', 1, 'INSERT', null, '{"name": "milk", "price": 6.5}', null, 901, 'r-1', 'api.a', 902, '2020-01-01'),
    ('sample', 1, 'UPDATE', '{"price": 6.5}', '{"price": 7.25}', null, 901, 'r-1', 'api.a', 902, '2020-01-01'),
    ('sample', 2, 'UPDATE', '{"name": "50%_a"}', '{"name": "שמן \"זית\""}', null, 903, 'r-2', 'api.b', 902, '2020-01-01'),
    ('sample', 2, 'DELETE', '{"name": "milk"}', null, null, 901, 'r-3', 'api.b', null, '2020-01-01'),
    ('other', 1, 'HAPPENED', null, null, '{"why": "Because"}', null, 'r-4', null, null, '2020-01-02'),
    ('other', 1, 'UPDATE', '{"price": 1}', '{"price": 2}', null, 901, 'r-4', null, null, '2020-01-02');
insert into fixture select 'first', min(e.audit_entry_id) - 1 from audit.entries as e where e.created_at = '2020-01-01';

-- What is found of it, by its place in the list above.
create function tap.found(p_filter audit.filter, p_cursor text default null, p_limit integer default 1000) returns text
    language sql stable
begin atomic
    select string_agg(
        case when x.is_found then (x.audit_entry_id - tap.id('first'))::text else '-' end, ' ' order by x.place
    )
    from audit.entries_find(p_filter, p_cursor, p_limit) with ordinality as x (audit_entry_id, created_at, is_found, place);
end;

create function tap.filter(
    p_entity_type text default null, p_entity_id bigint default null, p_actor_id bigint default null, p_subject_user_id bigint default null,
    p_field text default null, p_action text default null, p_request_id text default null, p_source text default null,
    p_q text default null
) returns audit.filter
    language sql stable
return audit.filter_of(
    p_entity_type, p_entity_id, null, p_actor_id, null, p_subject_user_id, p_field, p_action, p_request_id, p_source, '2019-12-25',
    '2020-01-10', p_q
);

select is(found(filter()), '6 5 4 3 2 1', 'all of a period, the newest first');
select is(found(filter('sample')), '4 3 2 1', 'of a type');
select is(found(filter('sample', 2)), '4 3', 'of a thing');
select is(found(filter(p_actor_id => 903)), '3', 'by somebody');
select is(found(filter(p_subject_user_id => 902)), '3 2 1', 'of somebody''s data');
select is(found(filter(p_request_id => 'r-1')), '2 1', 'of a request');
select is(found(filter(p_action => 'HAPPENED')), '5', 'an event');
select is(found(filter(p_action => 'DELETE')), '4', 'what was removed');
select is(found(filter('sample', p_action => 'UPDATE')), '- 3 2 -', 'what was changed, told apart from what was only looked at');
select is(found(filter('sample', p_field => 'price')), '- - 2 -', 'a changed field: what was made or removed has no change of it');
select is(found(filter('sample', p_source => 'api.b')), '4 3 - -', 'by a function');
select is(found(filter('sample', p_q => 'MILK')), '4 - - 1', 'a word of a value, before or after, in any case');
select is(found(filter(p_q => 'because')), '- 5 - - - -', 'or of what an event tells');
select is(found(filter('sample', p_q => 'name')), '- - - -', 'but not of a column''s name');
select is(found(filter('sample', p_q => '50%_a')) || ' ' || found(filter('sample', p_q => '5_%')), '- 3 - - - - - -', 'as it stands, not as a pattern');
select is(found(filter('sample', p_q => 'שמן "זית"')), '- 3 - -', 'in Hebrew, and with quotes');

-- where it goes on
select is(
    found(filter(), audit.cursor_of('2020-01-01', id('first') + 4), 2), '3 2',
    'behind a cursor come the next ones, those of the same transaction too, and as many as may be looked at'
);
select throws_ok(
    $$select audit.entries_find(filter(), '99999999999999999999-1', 1)$$, 'MS400', 'VALIDATION_ERROR', 'a cursor is what an answer gave'
);

select * from finish();

rollback;
