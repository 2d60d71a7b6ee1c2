create or replace function api.answer_recall(
    p_actor_id bigint,
    p_roles text[],
    p_function_name text,
    p_idempotency_key text,
    p_fingerprint bytea
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The answer that a call with this Idempotency-Key gave; null when it is the first. The same key sent twice at once waits here for the
-- first, and then finds its answer, or that it was refused and left nothing behind: then this one is the first.
-- Callers: the gateway, for every call with a key: in one statement with the function and with what keeps its answer
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS422 IDEMPOTENCY_KEY_REUSED
-- Locks:   the key of this user and function, before anything else
-- Writes:  none
declare
    v_kept store.kept_answers;
begin
    perform store.enter(p_actor_id, variadic p_roles::store.user_role[]);

    -- Two keys of one hash wait for each other, which harms nobody: nothing else is locked yet.
    perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', p_actor_id, p_function_name, p_idempotency_key), 0));

    select k.* into v_kept
    from store.kept_answers as k
    where k.user_id = p_actor_id
        and k.idempotency_key = p_idempotency_key
        and k.function_name = p_function_name;

    if v_kept.fingerprint <> p_fingerprint then
        perform store.fail('IDEMPOTENCY_KEY_REUSED');
    end if;

    return v_kept.answer;
end;
$$;

comment on function api.answer_recall is 'The answer that a call with this Idempotency-Key gave; null when it is the first.';
revoke all on function api.answer_recall from public;
grant execute on function api.answer_recall to mami_gateway;
