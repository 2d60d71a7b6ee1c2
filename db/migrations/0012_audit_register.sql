-- The audit log's register of tables, and whole keys for rows that one column does not tell apart: one update of two lines of a
-- checkout was paired by the checkout alone, and left four entries, two of them invented.

create table audit.register (
    table_name text not null,
    key_columns text[],
    secret_columns text[] not null default '{}',
    not_audited_because text,
    constraint register_pkey primary key (table_name),
    constraint register_audited_or_why check ((key_columns is null) = (not_audited_because is not null)),
    constraint register_has_key check (cardinality(key_columns) > 0)
);

comment on table audit.register is 'How each table of the schema store is audited. Filled from db/audit.sql only.';
comment on column audit.register.key_columns is 'By which a row is known in the log, and its old and new values are paired.';
comment on column audit.register.secret_columns is 'Masked in the log: it shows that they changed, not what to.';
comment on column audit.register.not_audited_because is 'Why there are no entries of this table.';

alter table audit.entries add column entity_key jsonb;

comment on column audit.entries.entity_key is 'The whole key where it has several columns; entity_id is its first.';

create type audit.call as (actor_user_id bigint, context jsonb, request_id text, source text);

comment on type audit.call is 'On whose behalf, for which request and by which function a change is made.';
