-- 200 orders of five lines, each step a transaction of its own, as the gateway has it: what is in the cart, lock, intent, commit. Prints the
-- milliseconds of locks, intents and commits, and those of the backend's processor time.
set synchronous_commit = off;
set client_min_messages = warning;
create temporary table times (ms numeric, cpu numeric);
create function pg_temp.cpu() returns bigint
    language sql
-- user and system time, in hundredths of a second
return (
    select split_part(f.stat, ' ', 14)::bigint + split_part(f.stat, ' ', 15)::bigint from pg_read_file('/proc/self/stat') as f (stat)
);

do $$
declare
    -- Who has ordered before can do it again; the warehouse has enough of these.
    v_people bigint[] := array(
        select u.user_id
        from store.users as u
        where u.role = 'CUSTOMER'
            and u.is_active
            and exists (select from store.addresses as a where a.user_id = u.user_id and a.is_default)
            and exists (select from store.payment_tokens as t where t.user_id = u.user_id and t.is_default)
            and not exists (
                select from store.carts as c join store.cart_items as i using (cart_id) where c.user_id = u.user_id and c.status = 'ACTIVE'
            )
        order by u.user_id
        limit 200
    );
    v_goods bigint[] := array(
        select i.product_id
        from store.inventory as i
        join store.branches as b using (branch_id)
        join store.products as p using (product_id)
        where b.is_warehouse
            and p.is_active
            and i.on_hand - i.reserved >= 20
        order by hashint8(i.product_id), i.product_id
        limit 500
    );
    v_slots bigint[] := array(
        select s.delivery_slot_id
        from store.delivery_slots as s
        join store.branches as b using (branch_id)
        where b.is_warehouse
            and s.is_active
        order by s.delivery_slot_id
    );
    v_start timestamptz;
    v_cpu bigint;
    v_user bigint;
    v_attempt record;
    v_spent interval := '0';
    v_spent_cpu bigint := 0;
    v_key text;
begin
    for v_order in 1..200 loop
        v_user := v_people[1 + v_order % cardinality(v_people)];
        v_key := gen_random_uuid()::text;
        perform set_config('mami.request_id', v_key, true);

        for v_line in 1..5 loop
            perform api.cart_item_add(v_user, v_goods[1 + (v_order * 5 + v_line) % cardinality(v_goods)], 1);
        end loop;
        commit;

        v_cpu := case when v_order = 1 then pg_temp.cpu() else v_cpu end;
        v_start := clock_timestamp();
        select l.* into v_attempt
        from api.checkout_lock(
            v_user, v_key, '\x01', null, 'DELIVERY', null, v_slots[1 + v_order % cardinality(v_slots)], null, null, null, null, null, false,
            60
        ) as l;
        commit;
        perform api.checkout_intent(v_attempt.checkout_attempt_id, 'pi_' || v_key);
        commit;
        perform api.checkout_commit(v_attempt.checkout_attempt_id, 'pi_' || v_key, v_attempt.amount_minor, v_attempt.currency);
        commit;
        v_spent := v_spent + (clock_timestamp() - v_start);
    end loop;

    insert into times values (extract(epoch from v_spent) * 1000, (pg_temp.cpu() - v_cpu) * 10);
end;
$$;
select round(t.ms), t.cpu from times as t;
