create or replace function store.order_version_raise()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Each change of an order is another version of it, whoever makes it.
-- Callers: the trigger of store.orders
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    new.version := old.version + 1;

    return new;
end;
$$;

comment on function store.order_version_raise is 'Trigger: each change of an order is another version of it.';
revoke all on function store.order_version_raise from public;
