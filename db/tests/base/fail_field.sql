begin;
\ir ../fixture.psql

select plan(2);

select throws_ok(
    $$select store.fail_field('quantity', 'must be at least 1')$$, 'MS400', 'VALIDATION_ERROR',
    'one field is refused as the gateway refuses its own'
);

create function tap.caught() returns jsonb language plpgsql as $$
declare
    v_detail text;
begin
    perform store.fail_field('quantity', 'must be at least 1');
    return null;
exception when others then
    get stacked diagnostics v_detail = pg_exception_detail;
    return v_detail;
end;
$$;
select is(
    caught(), '{"errors": [{"field": "quantity", "message": "must be at least 1"}]}',
    'the details name the field and what is wrong with it'
);

select * from finish();

rollback;
