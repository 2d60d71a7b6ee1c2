begin;
\ir ../fixture.psql

select plan(3);

update store.users set password_hash = '$scrypt-sha256$ln=15,r=8,p=1$c2FsdA$aGFzaA' where user_id = id('customer');

select is(
    api.login_challenge('CUSTOMER@example.com'), '$scrypt-sha256$ln=15,r=8,p=1$c2FsdA',
    'what a password is hashed with is found by e-mail in any case, without the hash'
);
select is(api.login_challenge('nobody@example.com'), null, 'an unknown e-mail has none');
select is(api.login_challenge(null), null, 'nor has no e-mail');

select * from finish();

rollback;
