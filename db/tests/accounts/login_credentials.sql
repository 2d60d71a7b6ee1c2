begin;
\ir ../fixture.psql

select plan(3);

select results_eq(
    $$select * from api.login_credentials('CUSTOMER@example.com')$$,
    $$values (id('customer'), '$scrypt$customer', true)$$,
    'the hash is found by e-mail in any case'
);
select is_empty($$select * from api.login_credentials('nobody@example.com')$$, 'an unknown e-mail has no row');
update store.users set is_active = false where user_id = id('customer');
select is(
    (select is_active from api.login_credentials('customer@example.com')), false, 'a deactivated user is marked'
);

select * from finish();

rollback;
