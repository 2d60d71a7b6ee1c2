begin;
\ir ../fixture.psql
\ir seal.psql

select plan(5);

select events(70);
select seal();
select results_eq(
    'select unnest(api.audit_consistency(3, 7))',
    $$values (mth(leaves(2, 3))), (mth(leaves(3, 4))), (mth(leaves(0, 2))), (mth(leaves(4, 7)))$$,
    'the example of RFC 6962: three leaves and seven'
);
select results_eq(
    'select unnest(api.audit_consistency(4, 7))', $$values (mth(leaves(4, 7)))$$, 'a complete subtree is its own beginning'
);
select results_eq(
    'select unnest(api.audit_consistency(6, 7))',
    $$values (mth(leaves(4, 6))), (mth(leaves(6, 7))), (mth(leaves(0, 4)))$$,
    'six and seven'
);
select is(api.audit_consistency(0, 7) || api.audit_consistency(7, 7), '{}', 'nothing is to be proven of nothing, nor of the same');
select throws_ok('select api.audit_consistency(8, 7)', 'MS400', 'VALIDATION_ERROR', 'a log does not shrink');

select * from finish();

rollback;
