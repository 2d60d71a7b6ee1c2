create or replace function store.rfc3339(p_time timestamptz)
    returns text
    language sql
    stable parallel safe
    security invoker
return to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

comment on function store.rfc3339 is 'A time as the API shows it: RFC 3339, UTC, milliseconds. No SET clause, so that it is inlined.';
revoke all on function store.rfc3339 from public;
