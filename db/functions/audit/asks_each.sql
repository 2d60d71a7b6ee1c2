create or replace function audit.asks_each(p_filter audit.filter)
    returns boolean
    language sql
    stable parallel safe
    security invoker
return (p_filter).field is not null
    or (p_filter).source is not null
    or (p_filter).pattern is not null
    or ((p_filter).action is not null and (p_filter).event is null);

comment on function audit.asks_each is 'Whether a filter has what no index knows. No SET clause, so that it is inlined.';
revoke all on function audit.asks_each from public;
