begin;
\ir ../fixture.psql
\ir seal.psql

select plan(4);

select events(70);
select seal();
-- RFC 9162, section 2.1.3.2.
create function tap.is_included(p_leaf_index bigint, p_size bigint) returns boolean
    language plpgsql stable
as $$
declare
    v_place bigint := p_leaf_index;
    v_last bigint := p_size - 1;
    v_hash bytea := (tap.leaves(p_leaf_index, p_leaf_index + 1))[1];
    v_beside bytea;
begin
    foreach v_beside in array api.audit_inclusion(p_leaf_index, p_size) loop
        if v_last = 0 then
            return false;
        elsif v_place & 1 = 1 or v_place = v_last then
            v_hash := sha256('\x01'::bytea || v_beside || v_hash);

            while v_place & 1 = 0 and v_place <> 0 loop
                v_place := v_place >> 1;
                v_last := v_last >> 1;
            end loop;
        else
            v_hash := sha256('\x01'::bytea || v_hash || v_beside);
        end if;

        v_place := v_place >> 1;
        v_last := v_last >> 1;
    end loop;

    return v_last = 0 and v_hash = tap.mth(tap.leaves(0, p_size));
end;
$$;
select is_empty(
    $$
        select i, n
        from unnest(array[1, 2, 3, 16, 17, 31, 33, 64, 70]) as n
        cross join lateral generate_series(0, n - 1, 1 + n / 10) as i
        where not is_included(i, n)
    $$,
    'the proof of a leaf leads to the root'
);
select is(api.audit_inclusion(0, 1), '{}', 'a single leaf needs none');
select throws_ok('select api.audit_inclusion(5, 5)', 'MS400', 'VALIDATION_ERROR', 'a leaf must be in the tree');
select throws_ok('select api.audit_inclusion(0, 1000000)', 'MS400', 'VALIDATION_ERROR', 'and the tree have been so large');

select * from finish();

rollback;
