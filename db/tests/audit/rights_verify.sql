begin;
\ir ../fixture.psql

select plan(13);

-- What is told after statements; they are undone. Only a superuser can make roles, and give away what he does not own.
create function tap.told_is(p_statements text, p_told text, p_description text) returns text
    language plpgsql volatile
as $$
declare
    v_told text;
begin
    if not (select r.rolsuper from pg_roles as r where r.rolname = session_user) then
        return tap.skip('only a superuser can give all rights away');
    end if;

    begin
        execute p_statements;
        select string_agg(r, '; ' order by r) into v_told from audit.rights_verify() as r;
        raise exception 'undo' using errcode = 'TAP01';
    exception when sqlstate 'TAP01' then
        null;
    end;
    return tap.is(v_told, p_told, p_description);
end;
$$;

select is_empty('select audit.rights_verify()', 'as db/ makes it there is nothing to tell');
select told_is(
    'grant update on audit.entries to mami_owner', 'mami_owner may update in audit.entries', 'the owner that gives itself the right to change entries'
);
select told_is(
    format('grant truncate on audit.%I to mami_owner', 'entries_' || to_char(now() at time zone 'UTC', 'YYYY_MM')),
    format('mami_owner may truncate in audit.entries_%s', to_char(now() at time zone 'UTC', 'YYYY_MM')), 'those of one month too'
);
select told_is('grant delete on audit.leaves to mami_owner', 'mami_owner may delete in audit.leaves', 'or to cut the seal off');
select told_is(
    'grant delete on audit.leaves to mami_operator', 'mami_operator may delete in audit.leaves', 'people who may change the seal'
);
select told_is('grant insert on audit.entries to public', 'everybody may insert in audit.entries', 'everybody who may write entries of his own');
select told_is(
    'create role tap_deputy login in role mami_owner', 'tap_deputy may become mami_owner, which owns the log', 'a login that may become the owner'
);
select told_is(
    'create role tap_deputy login; grant create, usage on schema audit to tap_deputy; alter table audit.leaves owner to tap_deputy',
    'audit.leaves belongs to tap_deputy', 'one that owns a table of the log'
);
select told_is(
    'alter table store.products disable trigger audit_update', 'products has 3 of its 4 audit triggers', 'a trigger that is off'
);
select told_is(
    'drop trigger audit_truncate on store.products', 'products has 3 of its 4 audit triggers', 'or gone'
);
select told_is(
    'create rule nothing as on insert to audit.entries do instead nothing', 'audit.entries has a rule, a trigger or a policy', 'a rule that loses entries'
);
select told_is(
    'alter table audit.entries enable row level security', 'audit.entries has a rule, a trigger or a policy', 'a policy that hides them'
);

-- where it is told
grant update on audit.entries to mami_owner;
select results_eq(
    $$select kind, is_broken, detail from api.audit_verify() where kind = 'RIGHTS'$$,
    $$values ('RIGHTS', true, 'mami_owner may update in audit.entries')$$, 'who verifies the log is told so'
);

select * from finish();

rollback;
