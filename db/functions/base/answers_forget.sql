create or replace function api.answers_forget(p_limit integer)
    returns setof bigint
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Forgets answers that were kept for an Idempotency-Key more than 72 hours ago: the key is free again. Gives their ids, p_limit at the
-- most.
-- Callers: the sweeper of every gateway
-- Errors:  none
-- Locks:   kept_answers rows that nobody else has locked
-- Writes:  store.kept_answers
begin
    perform store.act_as('system');

    return query
        with old as (
            select k.kept_answer_id
            from store.kept_answers as k
            where k.created_at < clock_timestamp() - interval '72 hours'
            order by k.created_at
            limit p_limit
            for update skip locked
        )

        delete from store.kept_answers as k
        using old as o
        where k.kept_answer_id = o.kept_answer_id
        returning k.kept_answer_id;
end;
$$;

comment on function api.answers_forget is 'Forgets answers that were kept for an Idempotency-Key more than 72 hours ago.';
revoke all on function api.answers_forget from public;
grant execute on function api.answers_forget to mami_gateway;
