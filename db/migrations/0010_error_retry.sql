-- Errors say when another try is worth it; the gateway's build reads them from db/errors.sql and asks the database no more.

alter table store.error_code
    add column retry_after_seconds integer,
    -- migrator: allow constraint-not-valid: a table of some fifty rows
    add constraint error_code_retry_after_positive check (retry_after_seconds > 0);

comment on table store.error_code is 'Every error that a client may be told. Filled from db/errors.sql only.';
comment on column store.error_code.retry_after_seconds is 'Seconds after which another try is worth it: the header Retry-After.';

drop function if exists api.error_catalog();
