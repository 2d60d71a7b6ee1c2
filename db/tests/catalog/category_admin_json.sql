begin;
\ir ../fixture.psql

select plan(1);

select is(
    (select store.category_admin_json(k)::jsonb from store.categories as k where k.category_id = id('dairy')),
    (
        select jsonb_build_object(
            'id', k.category_id, 'name', 'dairy', 'description', null, 'icon_slug', null, 'is_active', true,
            'created_at', store.rfc3339(k.created_at), 'updated_at', store.rfc3339(k.updated_at)
        )
        from store.categories as k
        where k.category_id = id('dairy')
    ),
    'all of a category'
);

select * from finish();

rollback;
