-- What managers ask, five times each: the median of what a whole call takes, and the mean of its processor time, which says more where others
-- work on the machine. As a table in Markdown.
\set ON_ERROR_STOP on
set client_min_messages = notice;

create temporary table question (place integer generated always as identity, asked text, call text, ms numeric, cpu numeric, found text);
create function pg_temp.cpu() returns bigint
    language sql
-- user and system time of this backend, in hundredths of a second
return (
    select split_part(f.stat, ' ', 14)::bigint + split_part(f.stat, ' ', 15)::bigint from pg_read_file('/proc/self/stat') as f (stat)
);
select u.user_id as admin from store.users as u where u.role = 'ADMIN' limit 1 \gset
select count(*) as rows, max(e.audit_entry_id) / 2 as middle from audit.entries as e \gset
-- Somebody, something and a request of the middle of the log.
select e.subject_user_id as customer, e.request_id as request, e.entity_type as type, e.entity_id as entity,
    (e.created_at at time zone 'UTC')::date as day, audit.cursor_of(e.created_at, e.audit_entry_id) as cursor
from audit.entries as e
where e.audit_entry_id between :middle and :middle + 100 and e.entity_type = 'orders'
limit 1 \gset
select max(o.order_id) as order_id from store.orders as o \gset

insert into question (asked, call)
values
    ('the newest', ''),
    ('the newest, `offset=10000`', 'p_offset => 10000'),
    ('from a cursor in the middle on', format('p_cursor => %L', :'cursor')),
    ('a day', format('p_date_from => %1$L, p_date_to => %1$L', :'day')),
    ('a thing: `entity_type, entity_id`', format('p_entity_type => %L, p_entity_id => %s', :'type', :'entity')),
    ('a product, often changed stock: `entity_type=inventory, entity_id`', 'p_entity_type => ''inventory'', p_entity_id => 17'),
    ('`entity_id` alone', format('p_entity_id => %s', :'entity')),
    ('a kind: `entity_type=products`', 'p_entity_type => ''products'''),
    ('`entity_name=milk`', 'p_entity_name => ''milk'''),
    ('`actor_id` of a picker (1/1600 of all)', 'p_entry_actor_id => 60017'),
    ('`actor_id` of a customer', format('p_entry_actor_id => %s', :'customer')),
    ('`actor_email`', 'p_actor_email => ''admin@mami.local'''),
    ('a picker on a day', format('p_entry_actor_id => 60017, p_date_from => %1$L, p_date_to => %1$L', :'day')),
    ('`actor_id` of a manager, `entity_type=products`', 'p_entry_actor_id => 60100, p_entity_type => ''products'''),
    ('whose data: `subject_user_id`', format('p_subject_user_id => %s', :'customer')),
    ('`subject_user_id, entity_type=orders`', format('p_subject_user_id => %s, p_entity_type => ''orders''', :'customer')),
    ('`request_id`', format('p_request_id => %L', :'request')),
    ('`action=LOGIN_FAILED`', 'p_action => ''LOGIN_FAILED'''),
    ('`action=DELETE`', 'p_action => ''DELETE'''),
    ('`action=UPDATE, entity_type=users`', 'p_action => ''UPDATE'', p_entity_type => ''users'''),
    ('`field=price, entity_type=products`', 'p_field => ''price'', p_entity_type => ''products'''),
    ('`field=status`', 'p_field => ''status'''),
    ('`source=api.product_update`: rare, 5,000 looked at', 'p_source => ''api.product_update'''),
    ('`q` of what is nowhere: 5,000 looked at', 'p_q => ''nowhere to be found'''),
    ('`q, subject_user_id`', format('p_q => ''READY'', p_subject_user_id => %s', :'customer')),
    ('the story of an order of half a year ago', null);

create procedure pg_temp.ask(p_admin bigint, p_order_id bigint)
    language plpgsql
as $$
declare
    v_question record;
    v_start timestamptz;
    v_cpu bigint;
    v_answer json;
    v_times numeric[];
begin
    for v_question in select q.* from question as q order by q.place loop
        v_times := '{}';
        v_cpu := pg_temp.cpu();

        for v_try in 1..5 loop
            v_start := clock_timestamp();

            if v_question.call is null then
                v_answer := api.order_story(p_admin, p_order_id);
            else
                execute format('select api.audit_search(%s%s)', p_admin, ', ' || nullif(v_question.call, '')) into v_answer;
            end if;

            v_times := v_times || (extract(epoch from clock_timestamp() - v_start) * 1000)::numeric;
            -- No writing into the log without an end of it: what is asked next would begin behind it.
            rollback;
        end loop;

        update question as q
        set
            cpu = (pg_temp.cpu() - v_cpu) * 10 / 5.0,
            ms = (select percentile_cont(0.5) within group (order by t) from unnest(v_times) as t),
            found = concat(
                v_answer -> 'pagination' ->> 'total',
                case when (v_answer -> 'pagination' ->> 'total_is_exact')::boolean = false then ' and more' end
            )
        where q.place = v_question.place;
        commit;
    end loop;
end;
$$;

call pg_temp.ask(:admin, :order_id);
\pset format unaligned
\pset tuples_only on
select format('%s entries', :rows);
select '| question | ms | processor ms | found |' || e'\n|---|--:|--:|--:|' || e'\n' || string_agg(format('| %s | %s | %s | %s |', q.asked, round(q.ms, 1), round(q.cpu), q.found), e'\n' order by q.place)
from question as q;
