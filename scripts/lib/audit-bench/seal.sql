-- Seals the log as a gateway does, 5,000 entries a call; then verifies it, and asks for a root, proofs and what a call costs that finds nothing.
\set ON_ERROR_STOP on
create function pg_temp.cpu() returns bigint
    language sql
-- user and system time of this backend, in hundredths of a second
return (
    select split_part(f.stat, ' ', 14)::bigint + split_part(f.stat, ' ', 15)::bigint from pg_read_file('/proc/self/stat') as f (stat)
);
do $$
declare
    v_start timestamptz := clock_timestamp();
    v_cpu bigint := pg_temp.cpu();
    v_count bigint := 0;
    v_calls integer := 0;
    v_sealed integer;
begin
    -- A mark of this cluster first.
    perform api.audit_seal(1);
    commit;

    loop
        v_sealed := api.audit_seal(5000);
        commit;
        exit when v_sealed = 0;
        v_count := v_count + v_sealed;
        v_calls := v_calls + 1;
    end loop;

    raise notice 'sealed % entries in % calls: % s, % s of the processor', v_count, v_calls,
        round(extract(epoch from clock_timestamp() - v_start), 1), (pg_temp.cpu() - v_cpu) / 100.0;

    v_start := clock_timestamp();
    v_cpu := pg_temp.cpu();
    perform * from api.audit_verify();
    raise notice 'verified: % s, % s of the processor', round(extract(epoch from clock_timestamp() - v_start), 1), (pg_temp.cpu() - v_cpu) / 100.0;

    v_start := clock_timestamp();
    perform api.audit_root(s.size - 1), api.audit_inclusion(s.size / 3, s.size - 1), api.audit_consistency(s.size / 3, s.size - 1)
    from audit.seal_state as s;
    raise notice 'a root and both proofs: % ms', round(extract(epoch from clock_timestamp() - v_start) * 1000, 1);

    v_start := clock_timestamp();
    for v_try in 1..10 loop
        perform api.audit_seal(5000);
        commit;
    end loop;
    raise notice 'a call that finds nothing: % ms', round(extract(epoch from clock_timestamp() - v_start) * 100, 1);
end;
$$;
