create or replace function audit.leaf_hash(p_salt bytea, p_canonical text)
    returns bytea
    language sql
    stable parallel safe
    security invoker
return sha256('\x00'::bytea || p_salt || convert_to(p_canonical, 'UTF8'));

comment on function audit.leaf_hash is 'The hash of a leaf (RFC 6962, with a salt). No SET clause, so that it is inlined.';
revoke all on function audit.leaf_hash from public;
