begin;
\ir ../fixture.psql

select plan(5);

with made as (
    insert into store.users (email, password_hash, full_name, role) values ('admin@example.com', '$scrypt-sha256$a', 'Admin', 'ADMIN')
    returning user_id
)
insert into fixture select 'admin', user_id from made;

select is(api.settings_get(id('manager'))::jsonb -> 'data', store.settings_json()::jsonb, 'a manager sees the settings');
select is(api.settings_get(id('admin'))::jsonb -> 'data', store.settings_json()::jsonb, 'so does an admin');

-- refusals
select throws_ok($$select api.settings_get(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.settings_get(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.settings_get(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
