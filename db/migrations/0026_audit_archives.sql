-- Months of the audit log that have left the database: what they were, and where they went.

create table audit.archives (
    month date not null,
    file_name text not null,
    file_hash bytea not null,
    rows bigint not null,
    checkpoint_id bigint not null,
    archived_at timestamptz not null default clock_timestamp(),
    archived_by text not null default session_user,
    dropped_at timestamptz,
    constraint archives_pkey primary key (month),
    constraint archives_first_of_month check (extract(day from month) = 1),
    constraint archives_checkpoint_id_fkey foreign key (checkpoint_id) references audit.checkpoints
);

comment on table audit.archives is 'Months that were written to a file and detached. Their leaves stay, so that the file can be verified.';
comment on column audit.archives.file_hash is 'SHA-256 of the file.';
comment on column audit.archives.checkpoint_id is 'The checkpoint that covers the month, the first line of the file.';
comment on column audit.archives.dropped_at is 'When the detached table was dropped; null while it is still there.';

create index archives_checkpoint_id_idx on audit.archives (checkpoint_id);
