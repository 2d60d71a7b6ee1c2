begin;
\ir ../fixture.psql

select plan(7);

create temporary view states as
select c.relname::text as entity, e.enumlabel::text as state
from pg_attribute as a
join pg_class as c on c.oid = a.attrelid
join pg_enum as e on e.enumtypid = a.atttypid
where c.relnamespace = 'store'::regnamespace
    and (c.relname, a.attname) in (
        ('checkout_attempts', 'state'), ('payments', 'status'), ('refunds', 'status'), ('captures', 'status'), ('outbox', 'status'),
        ('reconciliations', 'status'), ('orders', 'status')
    );

select bag_eq(
    'select entity, from_state, to_state from store.state_edges',
    'select distinct entity, from_state, to_state from store.state_edges',
    'each edge is there once'
);
select is_empty(
    'select entity, from_state from store.state_edges union select entity, to_state from store.state_edges except select * from states',
    'between states that there are'
);
select is_empty('select * from store.state_edges where from_state = to_state', 'no state follows itself, as that is no change');
select bag_eq(
    'select * from states except select entity, to_state from store.state_edges',
    $$
        values ('checkout_attempts', 'LOCKED'), ('payments', 'AUTHORIZED'), ('captures', 'PENDING'), ('reconciliations', 'OPEN')
    $$,
    'a row only begins in what nothing leads to'
);
select bag_eq(
    'select * from states except select entity, from_state from store.state_edges',
    $$
        values
            ('checkout_attempts', 'COMMITTED'), ('checkout_attempts', 'DECLINED'), ('checkout_attempts', 'EXPIRED'),
            ('checkout_attempts', 'COMPENSATED'), ('payments', 'CANCELED'), ('captures', 'SUCCEEDED'), ('captures', 'FAILED'),
            ('reconciliations', 'DONE'), ('reconciliations', 'FAILED'), ('orders', 'DELIVERED'), ('orders', 'CANCELED')
    $$,
    'and stays for ever in what leads nowhere'
);
select bag_eq(
    $$
        select c.relname::text
        from pg_trigger as g
        join pg_class as c on c.oid = g.tgrelid
        where g.tgfoid = 'store.refuse_state_edge'::regproc and g.tgenabled = 'O' and not g.tgisinternal
    $$,
    'select distinct entity from store.state_edges',
    'each entity with edges has its trigger, and the other way round'
);

select is_empty(
    $$
        select * from store.state_edges as e
        where (e.entity = 'orders') <> (e.roles is not null)
            or not e.roles <@ array(select r::text from unnest(enum_range(null::store.user_role)) as r)
    $$,
    'who may is said of orders, which people move, and of nothing else'
);

select * from finish();

rollback;
