-- Users, their sessions, addresses and payment tokens.

create type store.user_role as enum ('CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');

create table store.users (
    user_id bigint generated always as identity,
    email text not null,
    password_hash text not null,
    full_name text not null,
    phone text,
    role store.user_role not null default 'CUSTOMER',
    is_active boolean not null default true,
    default_branch_id bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_pkey primary key (user_id),
    constraint users_email_length check (length(email) between 3 and 254),
    constraint users_password_hash_format check (password_hash like '$scrypt$%'),
    constraint users_full_name_length check (length(full_name) between 1 and 200)
);

create unique index users_email_key on store.users (lower(email));

comment on table store.users is 'Everybody who can log in: customers and staff.';
comment on column store.users.password_hash is 'scrypt, PHC string format. Secret: masked in the audit log.';
comment on column store.users.is_active is 'Soft delete: false ends every session at the next call.';

create table store.sessions (
    session_id bigint generated always as identity,
    user_id bigint not null,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    end_reason text,
    constraint sessions_pkey primary key (session_id),
    constraint sessions_user_id_fkey foreign key (user_id) references store.users,
    constraint sessions_end_has_reason check ((ended_at is null) = (end_reason is null))
);

create index sessions_user_id_idx on store.sessions (user_id);

comment on table store.sessions is 'One login: the family of refresh tokens that descend from it. An ended session refuses its access tokens too.';

create table store.refresh_tokens (
    refresh_token_id bigint generated always as identity,
    session_id bigint not null,
    token_hash bytea not null,
    expires_at timestamptz not null,
    spent_at timestamptz,
    created_at timestamptz not null default now(),
    constraint refresh_tokens_pkey primary key (refresh_token_id),
    constraint refresh_tokens_session_id_fkey foreign key (session_id) references store.sessions,
    constraint refresh_tokens_token_hash_key unique (token_hash),
    constraint refresh_tokens_token_hash_length check (length(token_hash) = 32)
);

create index refresh_tokens_session_id_idx on store.refresh_tokens (session_id);

comment on table store.refresh_tokens is 'Refresh tokens, by SHA-256 only. A spent one that comes back ends its session.';

create unlogged table store.rate_limits (
    bucket text not null,
    window_starts_at timestamptz not null,
    hits integer not null,
    constraint rate_limits_pkey primary key (bucket)
) with (fillfactor = 50);

comment on table store.rate_limits is 'Counters of one minute for the public auth calls, shared by all gateways. Unlogged: losing them in a crash costs nothing.';
comment on column store.rate_limits.bucket is 'Scope and SHA-256 of what is counted (an address, an e-mail).';

create table store.addresses (
    address_id bigint generated always as identity,
    user_id bigint not null,
    address_line text not null,
    city text not null,
    postal_code text,
    country text not null default 'IL',
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    is_default boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint addresses_pkey primary key (address_id),
    constraint addresses_user_id_fkey foreign key (user_id) references store.users,
    constraint addresses_address_line_length check (length(address_line) between 1 and 300),
    constraint addresses_city_length check (length(city) between 1 and 100),
    constraint addresses_postal_code_length check (length(postal_code) between 1 and 20),
    constraint addresses_country_length check (length(country) between 2 and 60),
    constraint addresses_latitude_range check (latitude between -90 and 90),
    constraint addresses_longitude_range check (longitude between -180 and 180),
    constraint addresses_default_is_active check (is_active or not is_default)
);

create index addresses_user_id_idx on store.addresses (user_id);
create unique index addresses_one_default_key on store.addresses (user_id) where is_default;

comment on table store.addresses is 'Where a user wants deliveries. Soft deleted, as orders and attempts point here.';

create table store.payment_tokens (
    payment_token_id bigint generated always as identity,
    user_id bigint not null,
    provider text not null default 'stripe',
    provider_token text not null,
    brand text,
    last4 text,
    exp_month integer,
    exp_year integer,
    is_default boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint payment_tokens_pkey primary key (payment_token_id),
    constraint payment_tokens_user_id_fkey foreign key (user_id) references store.users,
    constraint payment_tokens_provider_token_length check (length(provider_token) between 1 and 255),
    constraint payment_tokens_brand_length check (length(brand) between 1 and 40),
    constraint payment_tokens_last4_digits check (last4 ~ '^[0-9]{4}$'),
    constraint payment_tokens_exp_month_range check (exp_month between 1 and 12),
    constraint payment_tokens_exp_year_range check (exp_year between 2000 and 2200),
    constraint payment_tokens_default_is_active check (is_active or not is_default)
);

create index payment_tokens_user_id_idx on store.payment_tokens (user_id);
create unique index payment_tokens_one_default_key on store.payment_tokens (user_id) where is_default;

comment on table store.payment_tokens is 'Cards as the provider''s tokens; card data never comes here.';
comment on column store.payment_tokens.provider_token is 'Secret: never returned to a client, masked in the audit log.';
