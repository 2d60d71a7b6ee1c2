begin;
\ir ../fixture.psql

select plan(1);

select is(
    (store.addresses_json(array[id('customer address')]))[1]::jsonb,
    jsonb_build_object(
        'id', id('customer address'), 'address_line', '3 Side Street', 'city', 'Tel Aviv', 'postal_code', null,
        'country', 'IL', 'latitude', null, 'longitude', null, 'is_default', true
    ),
    'an address as the API shows one'
);

select * from finish();

rollback;
