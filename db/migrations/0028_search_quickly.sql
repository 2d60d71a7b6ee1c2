-- What a search of a large shop is answered from: which stock there is, as a column that an index may be made of, and the words of all
-- products, for those who misspell them. The indexes of tables that are there already follow in 0029.

-- That something can be sold changes where the last unit goes or the first one comes; amounts change with each sale. An index of
-- on_hand and reserved would make each of those updates one of all indexes (no HOT), an index of this column makes those few.
-- migrator: allow add-column-rewrite: 200,000 rows take a second; no shop has opened yet
alter table store.inventory
    add column is_available boolean not null generated always as (on_hand > reserved) stored;

comment on column store.inventory.is_available is 'Something of it can be sold: on_hand is more than reserved.';
comment on table store.inventory is
    'Stock of a product in a branch. No amount is indexed and pages keep room, so that updates stay HOT.';

create table store.search_words (
    written text collate "C" not null,
    word text not null generated always as (replace(written, ' ', '')) stored,
    constraint search_words_pkey primary key (written),
    constraint search_words_written_length check (length(written) between 3 and 81)
);

comment on table store.search_words is 'The words of all products, folded, and pairs of them: what a misspelt word is compared with.';
comment on column store.search_words.word is 'Without the space of a pair, as some write two words as one.';

-- As store.search_words_of has it.
insert into store.search_words (written)
select distinct w.written
from (
    select
        r.word,
        lead(r.word) over (partition by p.product_id order by r.place) as next
    from store.products as p
    cross join regexp_split_to_table(p.search_text, '[^[:alnum:]]') with ordinality as r (word, place)
) as t
cross join lateral (
    values
        (case when t.word ~ '^[[:alpha:]]{3,40}$' then t.word end),
        (case when t.word ~ '^[[:alpha:]]{2,40}$' and t.next ~ '^[[:alpha:]]{2,40}$' then t.word || ' ' || t.next end)
) as w (written)
where w.written is not null;

create index search_words_single_idx on store.search_words using gin (word extensions.gin_trgm_ops) where strpos(written, ' ') = 0;
create index search_words_pair_idx on store.search_words using gin (word extensions.gin_trgm_ops) where strpos(written, ' ') > 0;
