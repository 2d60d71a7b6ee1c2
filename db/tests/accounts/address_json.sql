begin;
\ir ../fixture.psql

select plan(1);

select is(
    (select store.address_json(a)::jsonb from store.addresses as a where a.address_id = id('customer address')),
    jsonb_build_object(
        'id', id('customer address'), 'address_line', '3 Side Street', 'city', 'Tel Aviv', 'postal_code', null,
        'country', 'IL', 'latitude', null, 'longitude', null, 'is_default', true
    ),
    'an address as the API shows one'
);

select * from finish();

rollback;
