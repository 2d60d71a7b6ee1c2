create or replace function audit.verifier_key(p_origin text, p_public_key bytea)
    returns text
    language sql
    stable parallel safe
    security invoker
return p_origin || '+' || encode(substring(sha256(convert_to(p_origin || e'\n', 'UTF8') || '\x01'::bytea || p_public_key) for 4), 'hex')
    || '+' || encode('\x01'::bytea || p_public_key, 'base64');

comment on function audit.verifier_key is 'A public key as signed notes write it (C2SP): name, key id, algorithm and key. No SET clause, so that it is inlined.';
revoke all on function audit.verifier_key from public;
