begin;
\ir ../fixture.psql

select plan(2);

select set_config('mami.request_id', 'req-7', true);
select api.user_change(id('manager'), id('customer'), p_full_name => 'New Name');
create function tap.made_at(p_entry_id bigint) returns timestamptz language sql stable
return (select e.created_at from audit.entries as e where e.audit_entry_id = p_entry_id);

insert into fixture
select 'entry', max(e.audit_entry_id) from audit.entries as e where e.source = 'api.user_change';

select is(
    (audit.entries_json(array[id('entry')], array[made_at(id('entry'))]))[1]::jsonb - '{created_at,db_user}'::text[] #- '{new_value,updated_at}'
        #- '{old_value,updated_at}',
    jsonb_build_object(
        'id', id('entry'), 'entity_type', 'users', 'entity_id', id('customer'), 'entity_key', null, 'action', 'UPDATE',
        'old_value', '{"full_name": "Customer"}'::jsonb, 'new_value', '{"full_name": "New Name"}'::jsonb, 'context', null,
        'actor_user_id', id('manager'), 'actor_email', 'manager@example.com', 'subject_user_id', id('customer'),
        'request_id', 'req-7', 'source', 'api.user_change'
    ),
    'an entry says what, from what to what, who, whose and by which request'
);
select results_eq(
    $$
        select (j ->> 'id')::bigint
        from unnest(audit.entries_json(array[id('entry'), id('entry') - 1], array[made_at(id('entry')), made_at(id('entry') - 1)])) as j
    $$,
    $$values (id('entry')), (id('entry') - 1)$$, 'a page has the order of its ids'
);

select * from finish();

rollback;
