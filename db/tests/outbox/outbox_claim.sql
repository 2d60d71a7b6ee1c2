begin;
\ir ../fixture.psql

select plan(8);

insert into fixture select 'order', ordered('customer');

create function tap.outbox_claimed() returns table (provider_key text)
    language plpgsql volatile
as $$
begin
    update store.outbox set due_at = clock_timestamp() where status = 'PENDING' and refund_id is not null;

    return query select c.provider_key from api.outbox_claim(1, 60) as c;
end;
$$;

select api.refund_create(id('manager'), id('order'), 10, 'x');
select results_eq(
    'select kind, tries, provider_reference, amount_minor, currency from api.outbox_claim(10, 60)',
    $$values ('refund', 1, 'pi_key', 1000::bigint, 'ils')$$, 'a refund is taken with what it needs'
);
select is_empty('select * from api.outbox_claim(10, 60)', 'it is taken once');
select api.outbox_retry(outbox_id, 'timeout', 0, false) from store.outbox;
select is((select tries from api.outbox_claim(10, 60)), 2, 'after the pause again, by the clock');
select api.outbox_retry(outbox_id, 'timeout', 60000, false) from store.outbox;
select is_empty('select * from api.outbox_claim(10, 60)', 'not before');

select ok(
    (
        select b.provider_key = s.shop_id || '-' || r.provider_key
        from store.settings as s, store.refunds as r, tap.outbox_claimed() as b
    ),
    'under a key of the shop and of its own'
);
update store.outbox set status = 'DONE';
insert into fixture select 'held', held('other', 'key 2');
select store.capture_queue(id('held'), 40);
select results_eq(
    'select kind, tries, provider_reference, amount_minor, currency, capture_id from api.outbox_claim(10, 60)',
    $$select 'capture', 1, 'pi_key 2', 4000::bigint, 'ils', capture_id from store.captures$$, 'so is a capture'
);

-- a card that is to be forgotten
insert into fixture
select 'saved', (api.payment_token_create(id('customer'), 'pm_1', 'visa', '2222', 12, 2030, true, 'print', 'cus_1') #>> '{data,id}')::bigint;
insert into fixture select 'attempt', locked_attempt('customer', 'key 3');
select api.payment_token_delete(id('customer'), id('saved'));
select is_empty('select 1 from api.outbox_claim(10, 60)', 'not while a checkout charges it');
select api.checkout_expire(id('attempt'));
select results_eq(
    'select kind, payment_token_id, provider_token from api.outbox_claim(10, 60)', $$values ('detach', id('saved'), 'pm_1')$$, 'afterwards'
);

select * from finish();

rollback;
