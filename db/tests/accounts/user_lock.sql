begin;
\ir ../fixture.psql

select plan(3);

create temporary table before as select xmax::text as locker from store.users where user_id = id('customer');
select lives_ok($$select store.user_lock(id('customer'))$$, 'a user''s row can be locked');
select isnt(
    (select xmax::text from store.users where user_id = id('customer')), (select locker from before),
    'the row has a new locker'
);
select is(
    (select xmax::text from store.users where user_id = id('manager')), '0', 'nobody else''s has'
);

select * from finish();

rollback;
