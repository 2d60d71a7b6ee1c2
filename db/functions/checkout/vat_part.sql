create or replace function store.vat_part(p_amount numeric, p_rate numeric)
    returns numeric
    language sql
    stable parallel safe
    security invoker
return round(p_amount * p_rate / (100 + p_rate), 2);

comment on function store.vat_part is 'The VAT in an amount that includes it, at a rate in percent, rounded half up. No SET clause, so that it is inlined.';
revoke all on function store.vat_part from public;
