begin;
\ir ../fixture.psql
\ir requests.psql

select plan(36);

create function tap.review(
    p_name text, p_status text default 'APPROVED', p_approved integer default null, p_expected integer default null,
    p_as_delta boolean default null, p_rejection text default null, p_person text default 'manager'
)
    returns void
    language sql volatile
return store.stock_request_review(tap.id(p_person), tap.id(p_name), p_status, p_approved, p_rejection, p_expected, p_as_delta);

-- A statement, undone: what is on the shelf after it.
create function tap.leaves(p_statement text) returns integer
    language plpgsql volatile
as $$
declare
    v_on_hand integer;
begin
    execute p_statement;
    v_on_hand := tap.on_hand();
    raise exception 'undo';
exception when raise_exception then
    return v_on_hand;
end;
$$;

-- a count that nothing has overtaken
select ask('count', 'employee', 'SET_QUANTITY', 12);
select is(leaves($$select review('count')$$), 12, 'it is what the shelf has');
select is(leaves($$select review('count', p_as_delta => true)$$), 12, 'its difference comes to the same');
select is(leaves($$select review('count', p_approved => 0)$$), 0, 'zero can be approved');
select is(leaves($$select review('count', p_expected => 10)$$), 12, 'the figure of today can be confirmed');

-- a count of 12 where the book says 10, then three are sold: the shelf has 9
select sell(3);
select is(on_hand(), 7, 'the book says 7');
select throws_ok($$select review('count')$$, 'MS409', 'STALE_STOCK', 'a count that a sale has overtaken is not written over it');
select is(details($$select review('count')$$), '{"on_hand": 7, "observed_quantity": 10}', 'both figures are told');
select is(leaves($$select review('count', p_as_delta => true)$$), 9, 'as a difference it leaves what is on the shelf');
select is(leaves($$select review('count', p_as_delta => true, p_approved => 11)$$), 8, 'of the quantity that is approved');
select is(leaves($$select review('count', p_expected => 7)$$), 12, 'who confirms the figure of today sets the count');
select throws_ok($$select review('count', p_as_delta => false)$$, 'MS409', 'STALE_STOCK', 'no difference is none');
select throws_ok($$select review('count', p_expected => 10)$$, 'MS409', 'STALE_STOCK', 'the figure of then does not confirm that of today');
select is(
    details($$select review('count', p_expected => 10)$$), '{"on_hand": 7, "expected_on_hand": 10, "observed_quantity": 10}', 'all three are told'
);
select throws_ok($$select review('count', p_expected => 8, p_as_delta => true)$$, 'MS409', 'STALE_STOCK', 'what is expected counts beside a difference too');
select is(leaves($$select review('count', p_expected => 7, p_as_delta => true)$$), 9, 'both may be said');
select is(leaves($$select store.stock_set(id('branch'), id('milk'), 10, 'adjusted', 'x', id('manager')); select review('count')$$), 12, 'a shelf that came back to the figure has not overtaken it');

-- an addition
select ask('add', 'employee', 'ADD_QUANTITY', 5), ask('take', 'employee', 'ADD_QUANTITY', -5);
select is(leaves($$select sell(2); select review('add')$$), 10, 'an addition is never stale');
select is(leaves($$select review('add', p_as_delta => true)$$), 12, 'and always a difference');
select is(leaves($$select review('add', p_approved => 0)$$), 7, 'zero can be approved');
select is(leaves($$select review('take')$$), 2, 'less can be added');
select throws_ok($$select review('add', p_expected => 8)$$, 'MS409', 'STALE_STOCK', 'unless the reviewer expects another figure');

select throws_ok(
    $$select review('add', p_approved => -5)$$, 'MS400', 'VALIDATION_ERROR', 'an addition cannot be approved as a removal'
);
select throws_ok($$select review('take', p_approved => 1)$$, 'MS400', 'VALIDATION_ERROR', 'nor the other way round');

-- never below what is reserved
select api.cart_item_add(id('other'), id('milk'), 3);
select api.checkout_lock(
    id('other'), 'k', '\x01', null, 'PICKUP', id('branch'), null, null, null, null, null, null, false, 60
);
select throws_ok($$select review('take')$$, 'MS409', 'BELOW_RESERVED', 'what a checkout has reserved stays');
select is(details($$select review('take')$$), '{"on_hand": 7, "reserved": 3, "requested_on_hand": 2}', 'with the figures');
select throws_ok($$select review('count', p_expected => 7, p_approved => 2)$$, 'MS409', 'BELOW_RESERVED', 'whatever is set');
select throws_ok($$select review('count', p_as_delta => true, p_approved => 4)$$, 'MS409', 'BELOW_RESERVED', 'or subtracted');

-- other refusals
select throws_ok($$select review('count', 'REJECTED')$$, 'MS400', 'VALIDATION_ERROR', 'a rejection has a reason');
select throws_ok($$select review('count', 'PENDING')$$, 'MS400', 'VALIDATION_ERROR', 'a review approves or rejects');
select throws_ok($$select review('count', p_approved => -1, p_as_delta => true)$$, 'MS400', 'VALIDATION_ERROR', 'nobody approves a count below nothing');
select throws_ok($$select review('add', p_approved => 1000001)$$, 'MS400', 'VALIDATION_ERROR', 'or more than a million');
select throws_ok($$select review('add', p_approved => 999994)$$, 'MS400', 'VALIDATION_ERROR', 'nor is there more on a shelf');
select throws_ok($$select review('count', p_person => 'employee')$$, 'MS403', 'SELF_REVIEW', 'nobody reviews their own');
select throws_ok(
    $$
        update store.stock_requests
        set status = 'APPROVED', approved_quantity = 1, applied_change = 0, reviewed_by = requested_by, reviewed_at = now()
    $$, '23514', null, 'not by hand either'
);

-- side effects
select review('count', p_as_delta => true), review('add', 'REJECTED', p_rejection => 'no');
select results_eq(
    $$
        select quantity, observed_quantity, status::text, approved_quantity, is_delta, applied_change, reviewed_by
        from store.stock_requests where stock_request_id in (id('count'), id('add')) order by stock_request_id
    $$,
    $$values (12, 10, 'APPROVED', 12, true, 2, id('manager')), (5, 7, 'REJECTED', null, false, null, id('manager'))$$,
    'what was asked for stays beside what was decided'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
