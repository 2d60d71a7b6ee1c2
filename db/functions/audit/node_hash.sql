create or replace function audit.node_hash(p_left bytea, p_right bytea)
    returns bytea
    language sql
    immutable parallel safe
    security invoker
return sha256('\x01'::bytea || p_left || p_right);

comment on function audit.node_hash is 'The hash of two subtrees (RFC 6962). No SET clause, so that it is inlined.';
revoke all on function audit.node_hash from public;
