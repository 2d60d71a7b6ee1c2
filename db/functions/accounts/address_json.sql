create or replace function store.address_json(p_address store.addresses)
    returns json
    language sql
    immutable parallel safe
    security invoker
return json_build_object(
    'id', (p_address).address_id,
    'address_line', (p_address).address_line,
    'city', (p_address).city,
    'postal_code', (p_address).postal_code,
    'country', (p_address).country,
    'latitude', (p_address).latitude,
    'longitude', (p_address).longitude,
    'is_default', (p_address).is_default
);

comment on function store.address_json is 'An address as the API shows one.';
revoke all on function store.address_json from public;
