-- What the log is asked for, and an index for each question that managers usually have. Times and keys of one transaction are the same, so
-- that PostgreSQL keeps each once (deduplication): a transaction's entries cost an index hardly more than one of them.
-- migrator: allow index-concurrently: PostgreSQL makes no index of a partitioned table concurrently, and no shop has opened yet

alter table audit.entries add column subject_user_id bigint;

comment on column audit.entries.subject_user_id is 'Whose data it is, as far as the row leads to a user; whoever did it is actor_user_id.';

create index entries_created_at_idx on audit.entries (created_at);
create index entries_entity_type_idx on audit.entries (entity_type, created_at);
create index entries_actor_idx on audit.entries (actor_user_id, created_at) where actor_user_id is not null;
create index entries_subject_idx on audit.entries (subject_user_id, created_at) where subject_user_id is not null;
create index entries_request_idx on audit.entries (request_id) where request_id is not null;
-- Events and removals are rare, and what somebody looks for.
create index entries_event_idx on audit.entries (action, created_at) where action not in ('INSERT', 'UPDATE');

-- Users of a role, the few of the staff above all; users by any part of what is known of them.
create index users_role_idx on store.users (role, user_id);
create index users_search_idx on store.users using gin (
    lower(email || ' ' || full_name || ' ' || coalesce(phone, '')) extensions.gin_trgm_ops
);

create type audit.filter as (
    entity_type text,
    entity_id bigint,
    entity_types text[],
    entity_ids bigint[],
    entities text[],
    actor_user_id bigint,
    subject_user_id bigint,
    event text,
    request_id text,
    starts_at timestamptz,
    ends_at timestamptz,
    action text,
    source text,
    field text,
    pattern text,
    json_pattern text,
    is_empty boolean,
    asked jsonb
);

comment on type audit.filter is 'Which entries somebody asks for: up to ends_at what an index finds, then what each entry must be asked for.';
comment on column audit.filter.entity_types is 'Where there may be several. One is entity_type, as only of one an index gives the entries by time.';
comment on column audit.filter.entities is 'Type and id of each that was found by name: the two lists before it name more.';
comment on column audit.filter.event is 'The action, where it is one that has an index.';
comment on column audit.filter.pattern is 'LIKE pattern of a value, in lower case.';
comment on column audit.filter.json_pattern is 'The same of the JSON in which the value stands.';
comment on column audit.filter.is_empty is 'Nothing can fit: no such e-mail, nothing of that name.';
comment on column audit.filter.asked is 'As it was asked, for the log.';

create type audit.entry_answer as (
    id bigint,
    entity_type text,
    entity_id bigint,
    entity_key jsonb,
    action text,
    old_value jsonb,
    new_value jsonb,
    context jsonb,
    actor_user_id bigint,
    actor_email text,
    subject_user_id bigint,
    db_user text,
    request_id text,
    source text,
    created_at text
);

comment on type audit.entry_answer is 'An entry of the log as the API shows it.';

create type audit.pagination as (
    total bigint,
    total_is_exact boolean,
    "limit" integer,
    "offset" integer,
    has_next boolean,
    next_cursor text
);

comment on type audit.pagination is 'Where a page of the log stands in what was looked at.';

create type audit.page_body as (data json, pagination audit.pagination);

comment on type audit.page_body is 'The body of a page of the log.';
