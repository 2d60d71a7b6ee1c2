-- The warehouse and three shops. An existing branch is never changed.

insert into store.branches (name, address, is_warehouse)
values
    ('Rishon LeZion Warehouse', '12 Moshe Levi Street, Rishon LeZion', true),
    ('Tel Aviv, Ibn Gabirol', '71 Ibn Gabirol Street, Tel Aviv', false),
    ('Jerusalem, Agripas', '88 Agripas Street, Jerusalem', false),
    ('Haifa, HaNassi', '112 HaNassi Boulevard, Haifa', false)
on conflict do nothing;
