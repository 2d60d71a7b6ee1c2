begin;
\ir ../fixture.psql

select plan(4);

select lives_ok(
    $$select store.checkout_input_check('DELIVERY', null, 1), store.checkout_input_check('PICKUP', 1, null)$$,
    'a delivery has its slot, a pickup its branch'
);
select is(
    details($$select store.checkout_input_check('DELIVERY', 1, null)$$) #>> '{errors,0,field}', 'delivery_slot_id',
    'a delivery without a slot is refused'
);
select is(
    details($$select store.checkout_input_check('PICKUP', null, 1)$$) #>> '{errors,0,field}', 'branch_id', 'so is a pickup without a branch'
);
select throws_ok(
    $$select store.checkout_input_check('PICKUP', null, 1)$$, 'MS400', 'VALIDATION_ERROR', 'as what is wrong with the input'
);

select * from finish();

rollback;
