create or replace function store.user_lock(p_user_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Takes the row of a user, so that what counts over all rows of the user (one default, one checkout at a time) is
-- decided by one transaction at a time. First in the lock order: user, cart, attempt, slot date, inventory, order, payment.
-- Callers: all functions that write addresses or payment tokens; checkout_lock, checkout_commit
-- Errors:  none
-- Locks:   users row
-- Writes:  none
begin
    perform 1 from store.users as u where u.user_id = p_user_id for no key update;
end;
$$;

comment on function store.user_lock is 'Locks the row of a user: first in the lock order.';
revoke all on function store.user_lock from public;
