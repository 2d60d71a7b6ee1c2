begin;
\ir ../fixture.psql

select plan(4);

select is(
    store.page_json(array['1', '2']::json[], 5, 2, 2)::jsonb,
    '{"data": [1, 2], "pagination": {"total": 5, "limit": 2, "offset": 2, "has_next": true}}',
    'a page says where it stands in the whole'
);
select is(
    store.page_json(array['5']::json[], 5, 2, 4) -> 'pagination' ->> 'has_next', 'false', 'the last page has no next one'
);
select is(store.page_json(null, 0, 50, 0)::jsonb -> 'data', '[]', 'a list without rows is an empty one');
select is(
    store.page_json(null, 3, 200, 2147483647) -> 'pagination' ->> 'has_next', 'false',
    'the largest offset does not overflow'
);

select * from finish();

rollback;
