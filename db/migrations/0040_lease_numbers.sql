-- Leases have numbers: who comes with an older one than an attempt or an effect has now was overtaken, and changes nothing any more.

alter table store.checkout_attempts add column lease_number integer not null default 1;
alter table store.outbox add column lease_number integer not null default 0;

comment on column store.checkout_attempts.lease_number is 'Of the lease that is the latest: 1 is the lock''s, each claim and each word of a human takes the next.';
comment on column store.outbox.lease_number is 'Of the lease that is the latest: each claim and each word of a human takes the next.';
