begin;
\ir ../fixture.psql
\ir acting.psql

select plan(25);

-- Twelve changes of a price by a manager, each in a request of its own, in a type of this test's own besides.
do $$
begin
    for i in 1..12 loop
        perform set_config('mami.request_id', 'price-' || i, true);
        perform api.tried(
            tap.id('manager')::text,
            format('update store.products set price = 10 + %s where product_id = %s returning product_id', i, tap.id('milk'))
        );
    end loop;
end;
$$;
insert into audit.entries (entity_type, entity_id, action, new_value, created_at)
select 'many', n, 'UPDATE', jsonb_build_object('n', n), '2020-01-01' from generate_series(1, 6000) as n;

create function tap.search(p_filter text) returns jsonb
    language plpgsql volatile
as $$
declare
    v_answer jsonb;
begin
    execute format('select api.audit_search(tap.id(''manager''), %s)', p_filter) into v_answer;
    return v_answer;
end;
$$;

-- happy path
select is(
    (search($$p_entity_type => 'products', p_entity_id => id('milk'), p_action => 'UPDATE', p_limit => 2$$) -> 'data')
        @? '$[0] ? (@.old_value.price == 21 && @.new_value.price == 22 && @.actor_email == "manager@example.com" && @.request_id == "price-12")',
    true, 'the newest change of a price comes first, with what was, what is, who and by which request'
);
select is(
    search($$p_entity_type => 'products', p_entity_id => id('milk'), p_action => 'UPDATE', p_limit => 2$$) #- '{pagination,next_cursor}' -> 'pagination',
    '{"total": 12, "total_is_exact": true, "limit": 2, "offset": 0, "has_next": true}', 'the page knows how many there are'
);
select is(
    search($$p_entity_name => 'milk', p_field => 'price'$$) #>> '{pagination,total}', '12', 'by name and changed field'
);
select is(search($$p_actor_email => 'MANAGER@example.com', p_q => '22'$$) #>> '{data,0,request_id}', 'price-12', 'by e-mail and value');
select is(search($$p_request_id => 'price-3'$$) #>> '{pagination,total}', '1', 'everything of one request');
select is(search($$p_entry_actor_id => id('customer')$$) #> '{data}', '[]', 'who did nothing has no entries');
select is(
    search($$p_actor_email => 'nobody@example.com'$$) -> 'pagination',
    '{"total": 0, "total_is_exact": true, "limit": 50, "offset": 0, "has_next": false, "next_cursor": null}',
    'and neither has nobody'
);

-- page by page
create temporary table page (n integer, ids jsonb) on commit drop;
do $$
declare
    v_answer jsonb;
    v_cursor text;
begin
    for n in 1..10 loop
        v_answer := tap.search(
            format('p_entity_type => ''products'', p_entity_id => id(''milk''), p_action => ''UPDATE'', p_limit => 5, p_cursor => %L', v_cursor)
        );
        insert into page values (n, jsonb_path_query_array(v_answer, '$.data[*].id'));
        v_cursor := v_answer #>> '{pagination,next_cursor}';
        exit when v_cursor is null;
    end loop;
end;
$$;
select is((select array_agg(jsonb_array_length(p.ids) order by p.n) from page as p), '{5,5,2}', 'cursors lead through all of it');
select is(
    (select count(distinct i) from page as p cross join jsonb_array_elements(p.ids) as i), 12::bigint, 'without a gap, and nothing twice'
);
select is(
    search($$p_entity_type => 'products', p_entity_id => id('milk'), p_action => 'UPDATE', p_limit => 5, p_offset => 10$$) #> '{pagination}',
    '{"total": 12, "total_is_exact": true, "limit": 5, "offset": 10, "has_next": false, "next_cursor": null}', 'so do offsets'
);

-- the bounds of what is looked at
select is(
    search($$p_entity_type => 'many', p_limit => 3$$) #- '{pagination,next_cursor}' -> 'pagination',
    '{"total": 1000, "total_is_exact": false, "limit": 3, "offset": 0, "has_next": true}', 'beyond a thousand nobody counts'
);
select is(
    search($$p_entity_type => 'many', p_limit => 3, p_offset => 2500$$) #>> '{data,2,entity_id}', '3498', 'but an offset may be larger'
);
select is(
    search($$p_entity_type => 'many', p_q => '7'$$) -> 'pagination' ->> 'total_is_exact', 'false', 'what each entry must be asked is asked of 5,000'
);
select is(
    search($$p_entity_type => 'many', p_q => '1000'$$) #> '{data}', '[]', 'so that something rare may not be found at once'
);
select is(
    search(format($$p_entity_type => 'many', p_q => '1000', p_cursor => %L$$, search($$p_entity_type => 'many', p_q => '1000'$$) #>> '{pagination,next_cursor}'))
        #>> '{data,0,entity_id}',
    '1000', 'but where the next one goes on'
);

-- refusals
select throws_ok($$select search('p_offset => 10001')$$, 'MS400', 'VALIDATION_ERROR', 'an offset has its bound');
select throws_ok($$select search('p_limit => 0')$$, 'MS400', 'VALIDATION_ERROR', 'and a limit');
select throws_ok($$select search('p_cursor => ''x''')$$, 'MS400', 'VALIDATION_ERROR', 'a cursor is what an answer gave');
select throws_ok($$select api.audit_search(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not read the log');
select throws_ok($$select api.audit_search(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.audit_search(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select search($$p_entity_type => 'products', p_date_from => '2026-01-01', p_limit => 7$$);
select is(
    (
        select jsonb_build_array(e.entity_type, e.actor_user_id, e.source, e.context -> 'filters')
        from audit.entries as e where e.action = 'AUDIT_READ' order by e.audit_entry_id desc limit 1
    ),
    jsonb_build_array('audit', id('manager'), 'api.audit_search', '{"entity_type": "products", "date_from": "2026-01-01"}'::jsonb),
    'who reads the log stands in it, with what was asked'
);
select is(
    (select count(*) from audit.entries as e where e.action = 'AUDIT_READ' and e.context -> 'filters' ->> 'date_from' is not null),
    1::bigint, 'once for a read, however many entries it gave'
);
select is(
    (
        select count(*)
        from audit.entries as e
        where e.old_value ?| array['password_hash', 'secret', 'token_hash', 'provider_token', 'payload'] and e.action <> 'UPDATE'
            or e.new_value ?| array['password_hash', 'secret', 'token_hash', 'provider_token', 'payload'] and e.action <> 'UPDATE'
    ),
    0::bigint, 'there is no secret in it to be read'
);
select is(search($$p_action => 'AUDIT_READ'$$) #>> '{data,0,actor_email}', 'manager@example.com', 'and readers can be read of');

select * from finish();

rollback;
