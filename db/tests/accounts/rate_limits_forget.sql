begin;
\ir ../fixture.psql

select plan(4);

insert into store.rate_limits (bucket, window_starts_at, hits)
values
    ('old/1', clock_timestamp() - interval '2 minutes', 1), ('old/2', clock_timestamp() - interval '61 seconds', 1),
    ('new', clock_timestamp() - interval '30 seconds', 1);

select is((select count(*) from api.rate_limits_forget(1)), 1::bigint, 'as many as it is told');
select is((select count(*) from api.rate_limits_forget(9)), 1::bigint, 'then the rest of what has ended');
select is((select string_agg(r.bucket, ',') from store.rate_limits as r), 'new', 'and no window that still counts');
select is_empty($$select api.rate_limits_forget(9)$$, 'nothing is left to forget');

select * from finish();

rollback;
