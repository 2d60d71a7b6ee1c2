create or replace function audit.node_hash_16(p_hashes bytea[])
    returns bytea
    language sql
    immutable parallel safe
    security invoker
return audit.node_hash(
    audit.node_hash(
        audit.node_hash(audit.node_hash(p_hashes[1], p_hashes[2]), audit.node_hash(p_hashes[3], p_hashes[4])),
        audit.node_hash(audit.node_hash(p_hashes[5], p_hashes[6]), audit.node_hash(p_hashes[7], p_hashes[8]))
    ),
    audit.node_hash(
        audit.node_hash(audit.node_hash(p_hashes[9], p_hashes[10]), audit.node_hash(p_hashes[11], p_hashes[12])),
        audit.node_hash(audit.node_hash(p_hashes[13], p_hashes[14]), audit.node_hash(p_hashes[15], p_hashes[16]))
    )
);

comment on function audit.node_hash_16 is 'The root of a complete subtree of sixteen. Null when one is missing. No SET clause, so that it is inlined.';
revoke all on function audit.node_hash_16 from public;
