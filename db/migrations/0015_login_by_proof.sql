-- A login proves that the password is known, and a session that its token is: what the gateway's login could do in anybody's name
-- before (read a hash, open a session for a user id, take part in a session by its number) it can no longer.
-- migrator: allow constraint-not-valid: each user is rewritten here anyhow; no shop has opened yet
-- migrator: allow add-column-rewrite: every session needs its secret at once; no shop has opened yet
-- migrator: allow index-concurrently: no shop has opened yet, and this table is small

-- The derived key is what a login proves, so the database keeps its SHA-256 alone: who reads the table cannot log in by what he
-- reads. Every password stays valid.
alter table store.users drop constraint users_password_hash_format;

update store.users as u
set password_hash = '$scrypt-sha256$' || split_part(u.password_hash, '$', 3) || '$' || split_part(u.password_hash, '$', 4)
    || '$' || rtrim(encode(sha256(decode(rpad(k.key, (length(k.key) + 3) / 4 * 4, '='), 'base64')), 'base64'), '=')
from (select o.user_id, split_part(o.password_hash, '$', 5) as key from store.users as o) as k
where k.user_id = u.user_id
    and k.key <> '';

alter table store.users add constraint users_password_hash_format check (password_hash like '$scrypt-sha256$%');

comment on column store.users.password_hash is
    'scrypt with SHA-256 of the derived key, PHC string format. Secret: masked in the audit log.';

alter table store.sessions add column secret uuid not null default gen_random_uuid();
create unique index sessions_secret_key on store.sessions (secret);

comment on column store.sessions.secret is 'What an access token shows for its session: 122 random bits. Secret: masked in the audit log.';

-- Whoever asks for a token that lives for years gets none.
alter table store.refresh_tokens
    add constraint refresh_tokens_expires_in_a_year check (expires_at <= created_at + interval '366 days');

drop function if exists api.login_credentials(text);
drop function if exists api.login_failed(text);
drop function if exists api.session_open(bigint, bytea, integer);
drop function if exists api.session_refresh(bytea, bytea, integer);
drop function if exists api.user_register(text, text, text, text, bytea, integer);
drop function if exists store.session_start(bigint, bytea, integer);
