create or replace function audit.canonical_time(p_time timestamptz)
    returns text
    language sql
    stable parallel safe
    security invoker
return to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

comment on function audit.canonical_time is 'A time as it is hashed: microseconds, UTC whatever the session''s zone. No SET clause, so that it is inlined.';
revoke all on function audit.canonical_time from public;
