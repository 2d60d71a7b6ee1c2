begin;
\ir ../fixture.psql

select plan(3);

select is(
    json_array_length(api.error_catalog()), (select count(*)::integer from store.error_code), 'lists every error'
);
select is(
    (
        select e::jsonb
        from json_array_elements(api.error_catalog()) as e
        where e ->> 'code' = 'USER_EXISTS'
    ),
    '{"code": "USER_EXISTS", "status": 409, "message": "This e-mail is registered already.", "constraints": ["users_email_key"]}',
    'with status, sentence and the constraints that mean it'
);
select is_empty(
    $$
        select unnest(constraint_names) from store.error_code
        except
        select conname::text from pg_constraint
        except
        select indexrelid::regclass::text from pg_index where indisunique
        except
        select c.relname::text from pg_index as i join pg_class as c on c.oid = i.indexrelid where i.indisunique
    $$,
    'every constraint that it names exists'
);

select * from finish();

rollback;
