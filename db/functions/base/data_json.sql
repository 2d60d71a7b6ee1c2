create or replace function store.data_json(p_data json)
    returns json
    language sql
    stable parallel safe
    security invoker
return row_to_json(row(p_data)::store.data_body);

comment on function store.data_json is 'The body of an answer that is no list. No SET clause, so that it is inlined.';
revoke all on function store.data_json from public;
