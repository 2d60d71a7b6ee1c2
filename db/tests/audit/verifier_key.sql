begin;
\ir ../fixture.psql
\ir seal.psql

select plan(1);

select is(
    -- The key and its id are those of the specification's example (C2SP signed-note).
    audit.verifier_key('example.com/foo', substring(decode('ATnkcmAi9QonYt7jvuXY+JdQvXcjXUnV7DlKlQcVtOZB', 'base64') from 2)) ~ '^example\.com/foo\+[0-9a-f]{8}\+ATnkcmAi9QonYt7jvuXY\+JdQvXcjXUnV7DlKlQcVtOZB$',
    true,
    'a public key is written as signed notes have it'
);

select * from finish();

rollback;
