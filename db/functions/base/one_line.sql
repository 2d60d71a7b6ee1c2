create or replace function store.one_line(p_text text)
    returns text
    language sql
    stable parallel safe
    security invoker
return btrim(regexp_replace(p_text, '[\s\u00A0]+', ' ', 'g'));

comment on function store.one_line is 'A name as it is kept: no blanks at its ends, single ones inside. No SET clause, so that it is inlined.';
revoke all on function store.one_line from public;
