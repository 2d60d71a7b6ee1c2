-- Roles, database and rights: once for each cluster, by a superuser. A second run changes nothing but the passwords.
--   psql -X -v ON_ERROR_STOP=1 -v database=mami -v admin_password=… -v gateway_password=… -f db/bootstrap.sql postgres
-- Afterwards no program needs a superuser: the migrator logs in as mami_admin, the gateway as mami_gateway. People have logins of their own:
--   create role maria login in role mami_dba      changes rows by hand, each change audited as hers; or mami_operator, who only reads
-- mami_admin may become the owner of everything, the audit log too, so its password is the deployment's and no person's.

set client_min_messages = warning;

-- Two runs at once would update the same roles, and one of them fail. The lock ends with \connect.
do $$ begin perform pg_advisory_lock(hashtextextended('mami bootstrap', 0)); end $$;

-- roles -------------------------------------------------------------------------------------------------------------

select format('create role %I nologin', r.name)
from (values ('mami_owner'), ('mami_operator'), ('mami_dba')) as r (name)
where not exists (select from pg_roles where rolname = r.name)
\gexec

select format('create role %I login', r.name)
from (values ('mami_admin'), ('mami_gateway')) as r (name)
where not exists (select from pg_roles where rolname = r.name)
\gexec

alter role mami_owner nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role mami_operator nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role mami_dba nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit;
alter role mami_admin login nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit;
alter role mami_gateway login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit;

-- Without these two variables the logins keep the passwords that they have, or have none.
\if :{?admin_password}
alter role mami_admin password :'admin_password';
\endif
\if :{?gateway_password}
alter role mami_gateway password :'gateway_password';
\endif

grant mami_owner, mami_operator to mami_admin;
grant mami_operator to mami_dba;
-- So that the migrator can say who keeps it waiting, and a DBA who keeps a shopper waiting.
grant pg_read_all_stats to mami_admin, mami_dba;

-- However many gateways there are, somebody else still gets in to see what is going on.
select format('alter role mami_gateway connection limit %s', greatest(current_setting('max_connections')::integer - 20, 1))
\gexec

-- A net under the gateway's own settings: nothing of it holds a lock for long, whatever happens to its process.
alter role mami_gateway set statement_timeout = '30s';
alter role mami_gateway set lock_timeout = '15s';
alter role mami_gateway set idle_in_transaction_session_timeout = '15s';

-- database ----------------------------------------------------------------------------------------------------------

select format('create database %I template template0 encoding ''UTF8'' lc_collate ''C.UTF-8'' lc_ctype ''C.UTF-8''', :'database')
where not exists (select from pg_database where datname = :'database')
\gexec

revoke all on database :"database" from public;
grant connect on database :"database" to mami_gateway, mami_operator, mami_admin;
grant connect, create, temporary on database :"database" to mami_owner;

\connect :"database"

set client_min_messages = warning;

revoke all on schema public from public;

-- What PostgreSQL gives to everybody and a gateway has no use for: large objects fill the disk, advisory locks keep a migrator
-- waiting, anonymous blocks are programs.
select format('revoke execute on function %s from public', p.oid::regprocedure)
from pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace
    and (p.proname ~ '^(pg_(try_)?advisory_|lo_)' or p.proname in ('loread', 'lowrite'))
\gexec

select format('grant execute on function %s to mami_owner, mami_admin', p.oid::regprocedure)
from pg_proc as p
where p.pronamespace = 'pg_catalog'::regnamespace
    and p.proname ~ '^pg_(try_)?advisory_'
\gexec

revoke usage on language plpgsql from public;
grant usage on language plpgsql to mami_owner;

-- A new function can be executed by nobody until its file says by whom.
alter default privileges for role mami_owner revoke execute on functions from public;

-- Checks the bodies of functions: for tests and for whoever deploys; only a superuser can install it.
select c.statement
from (
    values
        (1, 'create schema plpgsql_check'),
        (2, 'create extension plpgsql_check schema plpgsql_check'),
        (3, 'grant usage on schema plpgsql_check to mami_owner')
) as c (step, statement)
where exists (select from pg_available_extensions where name = 'plpgsql_check')
    and not exists (select from pg_extension where extname = 'plpgsql_check')
order by c.step
\gexec
