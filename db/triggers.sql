-- Triggers that are not those of the audit register.

create or replace trigger search_words after insert or update of name, sku, description on store.products
    for each row execute function store.search_words_learn();
