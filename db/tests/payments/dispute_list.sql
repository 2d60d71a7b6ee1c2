begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'order', ordered('customer');
insert into store.disputes (checkout_attempt_id, provider, dispute_reference, amount, reason, status)
select checkout_attempt_id, 'stripe', 'dp_' || n, 55.80, 'fraudulent', case n when 1 then 'lost' else 'needs_response' end
from store.orders, generate_series(1, 2) as n;

-- happy path
select is(
    (api.dispute_list(id('manager'))::jsonb #> '{data,1}') - '{id,created_at,updated_at,payment_reference}'::text[],
    jsonb_build_object(
        'order_id', id('order'), 'dispute_reference', 'dp_1', 'amount', '55.80', 'reason', 'fraudulent', 'status', 'lost'
    ),
    'the newest first, each with its order'
);
select is(api.dispute_list(id('manager'), 'lost') #>> '{pagination,total}', '1', 'those of a state');
select is(api.dispute_list(id('manager'), 'never') #>> '{data}', '[]', 'or none');
select results_eq(
    $$select id, state from api.danger_zone where kind = 'dispute'$$,
    $$select dispute_id, status from store.disputes where dispute_reference = 'dp_2'$$, 'what is open is in the danger zone'
);

-- refusals
select throws_ok($$select api.dispute_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.dispute_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();
rollback;
