begin;
\ir ../fixture.psql

select plan(4);

-- happy path
select throws_ok(
    $$select store.fail('CART_EMPTY')$$, 'MS409', 'CART_EMPTY', 'the SQLSTATE carries the HTTP status, the message the code'
);

create function tap.caught(out code text, out detail text, out hint text) language plpgsql as $$
begin
    perform store.fail('SLOT_FULL', '{"slot": 7}');
exception when others then
    get stacked diagnostics code = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
end;
$$;
select is((select detail from caught()), '{"slot": 7}', 'the detail is the JSON of the caller');
select is((select hint from caught()), 'This delivery slot is full.', 'the hint is the sentence of the catalog');

-- errors
select throws_ok(
    $$select store.fail('NO_SUCH_CODE')$$, 'P0001', 'error code NO_SUCH_CODE is not in the catalog',
    'a code that is not in the catalog is a programming error, not a business error'
);

select * from finish();

rollback;
