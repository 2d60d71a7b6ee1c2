begin;
\ir ../fixture.psql

select plan(26);

-- No admin but those of this test.
update store.users set role = 'CUSTOMER' where role = 'ADMIN';
with made as (
    insert into store.users (email, password_hash, full_name, role)
    values
        ('ada@example.com', '$scrypt-sha256$a', 'Ada', 'ADMIN'), ('ben@example.com', '$scrypt-sha256$b', 'Ben', 'ADMIN'),
        ('mia@example.com', '$scrypt-sha256$c', 'Mia', 'MANAGER')
    returning user_id, lower(full_name) as name
)
insert into fixture select name, user_id from made;

-- Who may make whom what, and switch whom off: one line for each.
create function tap.outcome(p_actor text, p_user text, p_role text default null, p_is_active boolean default null) returns text
    language plpgsql volatile
as $$
begin
    perform api.user_change(tap.id(p_actor), tap.id(p_user), p_role => p_role, p_is_active => p_is_active);
    -- As it was.
    raise exception sqlstate 'ZZ000' using message = 'done';
exception when others then
    return sqlerrm;
end;
$$;

select is(outcome('manager', 'customer', 'EMPLOYEE'), 'done', 'a manager makes a customer an employee');
select is(outcome('manager', 'employee', 'CUSTOMER'), 'done', 'and an employee a customer');
select is(outcome('manager', 'employee', p_is_active => false), 'done', 'and switches an employee off');
select is(outcome('manager', 'customer', 'MANAGER'), 'FORBIDDEN', 'but makes nobody a manager');
select is(outcome('manager', 'customer', 'ADMIN'), 'FORBIDDEN', 'nor an admin');
select is(outcome('manager', 'mia', 'EMPLOYEE'), 'FORBIDDEN', 'and changes no other manager');
select is(outcome('manager', 'mia', p_is_active => false), 'FORBIDDEN', 'nor switches one off');
select is(outcome('manager', 'mia'), 'FORBIDDEN', 'nor touches one at all');
select is(outcome('manager', 'ada', 'CUSTOMER'), 'FORBIDDEN', 'nor an admin');
select is(outcome('manager', 'manager', 'ADMIN'), 'CANNOT_MODIFY_SELF', 'nor makes herself more than she is');
select is(outcome('manager', 'manager', 'EMPLOYEE'), 'CANNOT_MODIFY_SELF', 'nor less');
select is(outcome('manager', 'manager', 'MANAGER', true), 'done', 'though she may say what she is already');
select is(outcome('ada', 'customer', 'ADMIN'), 'done', 'an admin makes anybody an admin');
select is(outcome('ada', 'manager', 'CUSTOMER'), 'done', 'and changes managers');
select is(outcome('ada', 'ben', 'MANAGER'), 'done', 'and other admins');
select is(outcome('ada', 'ben', p_is_active => false), 'done', 'and switches them off');
select is(outcome('ada', 'ada', 'MANAGER'), 'CANNOT_MODIFY_SELF', 'but not himself');
select is(outcome('ada', 'ada', p_is_active => false), 'CANNOT_MODIFY_SELF', 'in either way');

-- The last admin. An actor who lost the role only now is what a second transaction sees behind the first one's lock: see admin_admin.spec.
update store.users set role = 'MANAGER' where user_id = id('ben');
select throws_ok(
    $$select store.user_set(id('ben'), 'ADMIN', id('ada'), p_role => 'MANAGER')$$, 'MS409', 'LAST_ADMIN', 'the last admin stays one'
);
select throws_ok(
    $$select store.user_set(id('ben'), 'ADMIN', id('ada'), p_is_active => false)$$, 'MS409', 'LAST_ADMIN', 'and stays active'
);
select throws_ok(
    $$select store.user_set(id('ben'), 'ADMIN', id('manager'), p_role => 'CUSTOMER')$$, 'MS403', 'FORBIDDEN',
    'who has lost the role meanwhile changes nobody'
);
update store.users set role = 'ADMIN', is_active = false where user_id = id('ben');
select throws_ok(
    $$select store.user_set(id('ben'), 'ADMIN', id('ada'), p_role => 'MANAGER')$$, 'MS409', 'LAST_ADMIN',
    'an admin who is switched off does not count'
);
select throws_ok(
    $$select store.user_set(id('ben'), 'ADMIN', id('manager'), p_role => 'CUSTOMER')$$, 'MS401', 'UNAUTHORIZED', 'nor do anything'
);
select is(outcome('ada', 'ben', 'MANAGER'), 'done', 'so such a one can be made less');

-- Input that no gateway has looked at.
select throws_ok(
    $$select store.user_set(id('ada'), 'ADMIN', id('customer'), p_phone => repeat('1', 31))$$, 'MS400', 'VALIDATION_ERROR',
    'a phone number has its length'
);
select throws_ok(
    $$select store.user_set(id('ada'), 'ADMIN', id('customer'), p_full_name => '')$$, 'MS400', 'VALIDATION_ERROR', 'and so has a name'
);

select * from finish();

rollback;
