-- The seal of the audit log: a Merkle tree (RFC 6962) over its entries, made behind the writers' backs. Entries get no column and no index
-- for it, so that writing them costs what it did.

create table audit.leaves (
    leaf_index bigint not null,
    audit_entry_id bigint not null,
    created_at timestamptz not null,
    complete_at timestamptz not null,
    salt bytea,
    leaf_hash bytea not null,
    constraint leaves_pkey primary key (leaf_index),
    constraint leaves_entry_key unique (audit_entry_id, created_at),
    constraint leaves_leaf_hash_length check (length(leaf_hash) = 32)
);

comment on table audit.leaves is 'The seal of each entry, in the order of sealing. Added to, and kept when its entry goes into an archive.';
comment on column audit.leaves.created_at is 'The entry''s, which says in which partition it is.';
comment on column audit.leaves.complete_at is 'Whatever was written before that was sealed already when this leaf was made; a part of what is hashed.';
comment on column audit.leaves.salt is 'So that nobody can guess from the hash what was erased. Null when it was.';
comment on column audit.leaves.leaf_hash is 'SHA-256 of 0x00, the salt, and audit.entry_canonical of the entry.';

create table audit.tree_nodes (
    level integer not null,
    node_index bigint not null,
    hash bytea not null,
    constraint tree_nodes_pkey primary key (level, node_index),
    constraint tree_nodes_level_above_leaves check (level >= 1),
    constraint tree_nodes_hash_length check (length(hash) = 32)
);

comment on table audit.tree_nodes is 'Roots of complete subtrees, of every fourth height alone. They never change, so they are only added to.';
comment on column audit.tree_nodes.level is 'The subtree has 16^level leaves: four heights of the tree are a level.';
comment on column audit.tree_nodes.node_index is 'The subtree begins at leaf node_index * 16^level.';

create table audit.checkpoints (
    checkpoint_id bigint generated always as identity,
    size bigint not null,
    root bytea not null,
    origin text not null,
    note text not null,
    public_key bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint checkpoints_pkey primary key (checkpoint_id),
    constraint checkpoints_size_once unique (size, origin, public_key),
    constraint checkpoints_root_length check (length(root) = 32)
);

comment on table audit.checkpoints is 'What a gateway has signed of the tree. A superuser can change it as well: what he cannot change is the copy elsewhere.';
comment on column audit.checkpoints.note is 'The signed text (C2SP tlog-checkpoint).';

create table audit.seal_state (
    is_only boolean not null default true,
    size bigint not null default 0,
    sealed_id bigint not null default 0,
    mark_id bigint not null default 0,
    mark_transaction xid8 not null default '0',
    mark_at timestamptz not null default 'epoch',
    complete_at timestamptz not null default 'epoch',
    horizon xid8 not null default '0',
    system_identifier bigint,
    constraint seal_state_pkey primary key (is_only),
    constraint seal_state_one_row check (is_only)
);

comment on table audit.seal_state is 'How far sealing has come, one row; its lock makes one sealer at a time.';
comment on column audit.seal_state.size is 'Leaves.';
comment on column audit.seal_state.sealed_id is 'Each entry with an id up to this one has its leaf, and none can come any more.';
comment on column audit.seal_state.mark_id is 'Transactions from mark_transaction on write entries with greater ids than this one, after mark_at.';
comment on column audit.seal_state.complete_at is 'What was written before has its leaf.';
comment on column audit.seal_state.horizon is 'All that was settled when this was the oldest running transaction is sealed; 0 when some was left.';
comment on column audit.seal_state.system_identifier is 'The cluster whose transactions are counted; another one after a dump was restored.';

insert into audit.seal_state (is_only) values (true);

create table audit.erasures (
    leaf_index bigint not null,
    audit_entry_id bigint not null,
    reason text not null,
    erased_at timestamptz not null default clock_timestamp(),
    constraint erasures_pkey primary key (leaf_index),
    constraint erasures_leaf_index_fkey foreign key (leaf_index) references audit.leaves
);

comment on table audit.erasures is 'Entries whose content was erased as the law wants it; that they were there is still proven by their leaves.';
