begin;
\ir ../fixture.psql

select plan(4);

select is(
    api.product_autocomplete('r')::jsonb -> 'data' -> 0, jsonb_build_object('id', id('rare cake'), 'name', 'rare cake'),
    'a name that begins with it comes first'
);
select is(json_array_length(api.product_autocomplete('r') -> 'data'), 2, 'then those that contain it');
select is(json_array_length(api.product_autocomplete('r', 1) -> 'data'), 1, 'not more than the limit');
select is(api.product_autocomplete('%')::jsonb #>> '{data,0,name}', 'bread', 'a percent sign is a plain character');

select * from finish();

rollback;
