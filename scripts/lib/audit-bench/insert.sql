-- 500 transactions of the shop, each by somebody else and in a request of its own: something goes into a cart, and a stock is corrected.
-- Prints the milliseconds that they took, and those of the backend's processor time.
set synchronous_commit = off;
set client_min_messages = warning;
create temporary table times (ms numeric, cpu numeric);
create function pg_temp.cpu() returns bigint
    language sql
-- user and system time, in hundredths of a second
return (
    select split_part(f.stat, ' ', 14)::bigint + split_part(f.stat, ' ', 15)::bigint from pg_read_file('/proc/self/stat') as f (stat)
);

-- The same people and goods in each database.
do $$ begin perform setseed(0.5); end; $$;
do $$
declare
    v_people bigint[] := array(
        select u.user_id from store.users as u where u.role = 'CUSTOMER' and u.is_active order by u.user_id
    );
    v_goods bigint[] := array(
        select i.inventory_id from store.inventory as i join store.products as p on p.product_id = i.product_id
        where p.is_active and i.on_hand > i.reserved
        order by i.inventory_id
    );
    v_start timestamptz;
    v_cpu bigint;
    v_id bigint;
begin
    for v_round in 0..1 loop
        v_start := clock_timestamp();
        v_cpu := pg_temp.cpu();

        -- The first ones warm up.
        for v_try in 1..(case v_round when 0 then 100 else 500 end) loop
            v_id := v_goods[1 + floor(random() * cardinality(v_goods))::integer];
            perform set_config('mami.request_id', gen_random_uuid()::text, true);
            begin
                perform api.cart_item_add(
                    v_people[1 + floor(random() * cardinality(v_people))::integer],
                    (select i.product_id from store.inventory as i where i.inventory_id = v_id),
                    1
                );
            exception when sqlstate 'MS409' or sqlstate 'MS400' or sqlstate 'MS404' then
                null;
            end;
            update store.inventory as i set reorder_point = i.reorder_point + 1 where i.inventory_id = v_id;
            commit;
        end loop;
    end loop;

    insert into times values (extract(epoch from clock_timestamp() - v_start) * 1000, (pg_temp.cpu() - v_cpu) * 10);
end;
$$;
select round(t.ms), t.cpu from times as t;
