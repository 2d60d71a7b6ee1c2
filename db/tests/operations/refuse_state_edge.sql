begin;
\ir ../fixture.psql

select plan(11);

-- A row of each entity; what else a state asks for is away for as long as this transaction takes, so that the trigger alone decides.
insert into fixture values ('order', ordered('customer', 'k1')), ('held order', held('other', 'k2'));
select api.refund_create(id('manager'), id('order'), 5, 'late'), api.payment_capture(id('manager'), id('held order'), 5, 'ready');
insert into store.reconciliations (provider, period_start, period_end, is_daily)
values ('stripe', now() - interval '1 day', now(), true);

do $$
declare
    v_check record;
begin
    for v_check in
        select c.conrelid::regclass as relation, c.conname as name
        from pg_constraint as c
        where c.connamespace = 'store'::regnamespace and c.contype = 'c'
    loop
        execute format('alter table %s drop constraint %I', v_check.relation, v_check.name);
    end loop;
end;
$$;

-- What becomes of the row: 'taken', or the message of the refusal.
create function tap.changed(p_entity text, p_from text, p_to text) returns text
    language plpgsql
as $$
declare
    v_column text := case p_entity when 'checkout_attempts' then 'state' else 'status' end;
    v_type text := (
        select format_type(a.atttypid, null)
        from pg_attribute as a
        where a.attrelid = ('store.' || p_entity)::regclass and a.attname = v_column
    );
    v_one text := format('%1$s = (select min(%1$s) from store.%2$s)', rtrim(p_entity, 's') || '_id', p_entity);
begin
    execute format('alter table store.%I disable trigger %I', p_entity, p_entity || '_state_edge');
    execute format('update store.%I set %I = %L::%s where %s', p_entity, v_column, p_from, v_type, v_one);
    execute format('alter table store.%I enable trigger %I', p_entity, p_entity || '_state_edge');
    execute format('update store.%I set %I = %L::%s where %s', p_entity, v_column, p_to, v_type, v_one);

    raise exception 'undo' using errcode = 'ZZ001';
exception
    when sqlstate 'ZZ001' then return 'taken';
    when check_violation then return sqlerrm;
end;
$$;

create temporary table pair on commit drop as
select
    a.entity, a.state as from_state, b.state as to_state, tap.changed(a.entity, a.state, b.state) as outcome,
    exists (
        select
        from store.state_edges as e
        where e.entity = a.entity and e.from_state = a.state and e.to_state = b.state
    ) as is_edge
from (
    select c.relname::text as entity, e.enumlabel::text as state
    from pg_trigger as g
    join pg_class as c on c.oid = g.tgrelid
    join pg_attribute as t on t.attrelid = c.oid and t.attnum = any (g.tgattr)
    join pg_enum as e on e.enumtypid = t.atttypid
    where g.tgfoid = 'store.refuse_state_edge'::regproc
) as a
join (
    select c.relname::text as entity, e.enumlabel::text as state
    from pg_trigger as g
    join pg_class as c on c.oid = g.tgrelid
    join pg_attribute as t on t.attrelid = c.oid and t.attnum = any (g.tgattr)
    join pg_enum as e on e.enumtypid = t.atttypid
    where g.tgfoid = 'store.refuse_state_edge'::regproc
) as b on b.entity = a.entity;

-- happy path
select is(count(*)::integer, 206, 'every pair of states of the seven entities was tried: 9 × 9, 8 × 8, 5 × 5 and four times 3 × 3') from pair;
select is_empty($$select * from pair where is_edge and outcome <> 'taken'$$, 'each edge is taken');
select is_empty($$select * from pair where from_state = to_state and outcome <> 'taken'$$, 'and so is a state that stays');
select is(count(*)::integer, (select count(*)::integer from store.state_edges), 'all edges were among them') from pair where is_edge;

-- refusals
select is_empty(
    $$
        select *
        from pair
        where not is_edge
            and from_state <> to_state
            and outcome <> format('store.%s: %s cannot become %s', entity, from_state, to_state)
    $$,
    'every other pair is refused, and says which'
);
select throws_ok(
    $$update store.checkout_attempts set state = 'DECLINED'$$, '23514', 'store.checkout_attempts: COMMITTED cannot become DECLINED',
    'a hand in psql that takes an order''s attempt back'
);
select throws_ok(
    $$update store.payments set status = 'CAPTURED', captured_amount = 5 where status = 'CAPTURED' or status = 'AUTHORIZED';
        update store.payments set status = 'AUTHORIZED', captured_amount = 0$$,
    '23514', 'store.payments: CAPTURED cannot become AUTHORIZED', 'or money that was taken'
);
select throws_ok(
    $$
        insert into store.carts (user_id) values (id('employee'));
        update store.refunds set status = 'SUCCEEDED';
        update store.refunds set status = 'PENDING'
    $$,
    '23514', 'store.refunds: SUCCEEDED cannot become PENDING', 'also at the end of a transaction with other work, which is gone with it'
);
select is_empty($$select * from store.carts where user_id = id('employee')$$, 'as it is');

-- side effects
select lives_ok(
    $$update store.checkout_attempts set lease_expires_at = lease_expires_at + interval '1 minute', state = state$$,
    'what leaves the state as it is asks nothing'
);
select is(
    (select g.tgenabled from pg_trigger as g where g.tgname = 'payments_state_edge'), 'O',
    'the way past it is the role of a replica alone, as past the audit log'
);

select * from finish();

rollback;
