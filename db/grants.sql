-- Who may reach what, on one page; EXECUTE stands in each function's own file. Re-applied with the functions.

revoke all on schema api, store, audit, extensions from public;
grant usage on schema api to mami_gateway, mami_operator;
grant usage on schema store, audit, extensions to mami_operator;

grant select on all tables in schema store, audit to mami_operator;
-- By hand: each change is in the log with the login that made it. What the log holds nobody changes but its owner, who is no person.
grant insert, update, delete on all tables in schema store to mami_dba;

-- A DBA sees that somebody has a password, a session or a card token, not which.
revoke select on store.users, store.sessions, store.refresh_tokens, store.payment_tokens from mami_operator;
grant select (user_id, email, full_name, phone, role, is_active, default_branch_id, created_at, updated_at)
    on store.users to mami_operator;
grant select (session_id, user_id, created_at, ended_at, end_reason) on store.sessions to mami_operator;
grant select (refresh_token_id, session_id, expires_at, spent_at, created_at) on store.refresh_tokens to mami_operator;
grant select (
    payment_token_id, user_id, provider, brand, last4, exp_month, exp_year, is_default, is_active, created_at, updated_at
) on store.payment_tokens to mami_operator;

grant execute on function store.check_invariants to mami_operator;

-- The one table that the gateway reaches, to add to and not to read: it copies the rows of a file there.
grant insert on api.inventory_load_rows to mami_gateway;

-- The audit log is added to and nothing else, by its owner too: a DBA who means to change it has to grant himself the right first.
-- Partitions to come are bound when they are made; the default one gives its rows to them.
revoke update, delete, truncate on audit.entries from mami_owner;
-- The seal grows, and loses nothing either: a leaf its salt when an entry is erased, and the state of the seal goes on.
revoke delete, truncate on audit.leaves, audit.tree_nodes, audit.checkpoints, audit.seal_state, audit.erasures, audit.archives from mami_owner;
-- A foreign key to checkpoints locks its row, for which PostgreSQL asks for the right to change it.
revoke update on audit.tree_nodes, audit.erasures from mami_owner;

do $$
declare
    v_partition regclass;
begin
    for v_partition in
        select i.inhrelid::regclass
        from pg_inherits as i
        where i.inhparent = 'audit.entries'::regclass
            and i.inhrelid <> 'audit.entries_default'::regclass
    loop
        -- migrator: allow dynamic-sql: the names of partitions are read from the catalog
        execute format('revoke update, delete, truncate on %s from mami_owner', v_partition);
    end loop;
end;
$$;
