create or replace function api.answer_keep(
    p_actor_id bigint,
    p_roles text[],
    p_function_name text,
    p_idempotency_key text,
    p_fingerprint bytea,
    p_answer json
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Keeps the answer of a call for its Idempotency-Key, in the transaction of what it answers: the one is there if and only if the other
-- is. Gives the answer.
-- Callers: the gateway, for every call with a key: in one statement with the function, after the look for a kept answer
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  store.kept_answers
begin
    perform store.enter(p_actor_id, variadic p_roles::store.user_role[]);

    insert into store.kept_answers (user_id, idempotency_key, function_name, fingerprint, answer)
    values (p_actor_id, p_idempotency_key, p_function_name, p_fingerprint, p_answer);

    return p_answer;
end;
$$;

comment on function api.answer_keep is 'Keeps the answer of a call for its Idempotency-Key.';
revoke all on function api.answer_keep from public;
grant execute on function api.answer_keep to mami_gateway;
