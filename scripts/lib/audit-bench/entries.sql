-- Fills an empty audit log: :rows entries of half a year up to now, as a shop leaves them that sells to 50,000 customers; 40 entries an
-- order, in ten requests and as many transactions. Months that are over get their partition whole, so that their indexes are built at once.
\set ON_ERROR_STOP on
set synchronous_commit = off;
set maintenance_work_mem = '512MB';
select u.user_id as admin from store.users as u where u.email = 'admin@mami.local' \gset
select max(o.order_id) as order from store.orders as o \gset
-- As old as the log, so that its story is looked for in all of it.
update store.carts as c set created_at = now() - interval '181 days' from store.orders as o where o.order_id = :order and c.cart_id = o.cart_id;
truncate audit.entries;
select set_config('bench.rows', :'rows', false);

create function pg_temp.entries(p_from bigint, p_to bigint, p_start timestamptz, p_step interval)
    returns table (
        audit_entry_id bigint, entity_type text, entity_id bigint, action text, old_value jsonb, new_value jsonb, context jsonb,
        actor_user_id bigint, request_id text, source text, created_at timestamptz, subject_user_id bigint
    )
    language sql
begin atomic
    select
        n.n,
        t.type,
        case
            -- One order that there is.
            when t.type = 'orders' and n.k = 1000 then :order
            when t.type = 'inventory' then n.k * 7919 % 10000 + 1
            when t.type = 'products' then n.k / 20 * 31 % 2400 + 1
            when t.type = 'users' then p.customer
            else n.n
        end,
        t.action,
        case
            when t.action <> 'UPDATE' then null
            when t.type = 'products' then jsonb_build_object('price', 10 + n.k % 90, 'updated_at', n.at)
            else jsonb_build_object('status', 'CREATED', 'reserved', n.k % 50, 'updated_at', n.at)
        end,
        case
            when t.action not in ('INSERT', 'UPDATE') then null
            when t.type = 'products' then jsonb_build_object('price', 11 + n.k % 90, 'updated_at', n.at)
            when t.action = 'UPDATE' then jsonb_build_object('status', 'READY', 'reserved', n.k % 50 + 1, 'updated_at', n.at)
            else jsonb_build_object(
                'user_id', p.customer, 'cart_id', n.k, 'product_id', n.n % 2400 + 1, 'quantity', n.n % 9 + 1, 'created_at', n.at,
                'id', n.n, 'note', 'order ' || n.k
            )
        end,
        case when t.actor = 'system' then '{"actor": "system"}'::jsonb end,
        case t.actor when 'customer' then p.customer when 'staff' then 60000 + n.k % 40 when 'manager' then case when n.k % 200 = 0 then :admin else 60100 + n.k / 20 % 5 end end,
        md5((n.n / 4)::text),
        'api.' || t.source,
        n.at,
        case when t.type not in ('inventory', 'products') then p.customer end
    from (
        -- A transaction's entries share its time.
        select g.n, g.n / 40 as k, g.n % 40 as j, p_start + (g.n / 4 * 4) * p_step as at
        from generate_series(p_from, p_to) as g (n)
    ) as n
    cross join lateral (select 1000 + n.k * 7919 % 50000 as customer) as p
    cross join lateral (
        select *
        from (
            values
                (0, 5, 'cart_items', 'INSERT', 'customer', 'cart_item_add'), (6, 6, 'carts', 'INSERT', 'customer', 'cart_item_add'),
                (7, 7, 'checkout_attempts', 'INSERT', 'customer', 'checkout_lock'),
                (8, 13, 'checkout_lines', 'INSERT', 'customer', 'checkout_lock'),
                (14, 19, 'inventory', 'UPDATE', 'customer', 'checkout_lock'),
                (20, 25, 'inventory_movements', 'INSERT', 'customer', 'checkout_lock'),
                (26, 26, 'checkout_attempts', 'UPDATE', 'system', 'checkout_commit'),
                (27, 27, 'orders', 'INSERT', 'system', 'checkout_commit'),
                (28, 33, 'order_items', 'INSERT', 'system', 'checkout_commit'),
                (34, 34, 'payments', 'INSERT', 'system', 'checkout_commit'),
                (35, 36, 'order_items', 'UPDATE', 'staff', 'order_item_pick'),
                (37, 37, 'orders', 'UPDATE', 'staff', 'order_status_set'),
                (38, 38, 'sessions', 'INSERT', 'customer', 'session_open')
        ) as v (low, high, type, action, actor, source)
        where n.j between v.low and v.high
        union all
        select r.*
        from (
            select 39, 39, 'products', 'UPDATE', 'manager', 'product_update' where n.k % 20 = 0
            union all
            select 39, 39, 'users', 'UPDATE', 'manager', 'user_change' where n.k % 20 = 1 and n.k % 200 = 1
            union all
            select 39, 39, 'users', 'LOGIN_FAILED', 'anonymous', 'session_open' where n.k % 20 = 2
            union all
            select 39, 39, 'cart_items', 'DELETE', 'customer', 'cart_item_remove' where n.k % 20 > 2 or (n.k % 20 = 1 and n.k % 200 <> 1)
        ) as r
        where n.j = 39
    ) as t (low, high, type, action, actor, source);
end;

do $$
declare
    v_rows bigint := current_setting('bench.rows')::bigint;
    v_start timestamptz := date_trunc('second', now()) - interval '180 days';
    v_step interval := interval '180 days' / v_rows;
    v_month timestamptz;
    v_name text;
    v_from bigint := 1;
    v_to bigint;
    v_is_new boolean;
begin
    for v_month in
        select m from generate_series(date_trunc('month', v_start, 'UTC'), now(), interval '1 month') as m
    loop
        v_name := 'entries_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
        v_is_new := to_regclass('audit.' || v_name) is null;
        v_to := least(
            v_rows,
            (ceil(extract(epoch from v_month + interval '1 month' - v_start) / extract(epoch from v_step) / 4) * 4 - 1)::bigint
        );

        if v_is_new then
            execute format('create table audit.%I (like audit.entries including defaults including constraints)', v_name);
        end if;

        execute format(
            'insert into audit.%I (
                audit_entry_id, entity_type, entity_id, action, old_value, new_value, context, actor_user_id, request_id, source,
                created_at, subject_user_id
            )
            select * from pg_temp.entries($1, $2, $3, $4)',
            v_name
        )
        using v_from, v_to, v_start, v_step;

        if v_is_new then
            execute format(
                'alter table audit.entries attach partition audit.%I for values from (%L) to (%L)',
                v_name, v_month, v_month + interval '1 month'
            );
        end if;

        raise notice '%: entries % to %', v_name, v_from, v_to;
        v_from := v_to + 1;
        commit;
    end loop;
end;
$$;

select setval(pg_get_serial_sequence('audit.entries', 'audit_entry_id'), :rows + 1) as sequence;
vacuum analyze audit.entries;
select c.count as entries, pg_size_pretty(sum(pg_total_relation_size(i.inhrelid))) as size
from pg_inherits as i, (select count(*) from audit.entries) as c (count)
where i.inhparent = 'audit.entries'::regclass
group by c.count;
