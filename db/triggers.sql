-- Triggers that are not those of the audit register.

create or replace trigger search_words after insert or update of name, sku, description on store.products
    for each row execute function store.search_words_learn();

-- A state changes along store.state_edges only. They cost where a state changes, and nothing where a row only gets a longer lease or
-- another amount. session_replication_role = replica, which only a superuser can set, is the way past them; it goes past the audit log
-- too, and store.check_invariants tells.

create or replace trigger checkout_attempts_state_edge
    before update of state on store.checkout_attempts
    for each row when (old.state is distinct from new.state)
    execute function store.refuse_state_edge('state');

create or replace trigger payments_state_edge
    before update of status on store.payments
    for each row when (old.status is distinct from new.status)
    execute function store.refuse_state_edge('status');

create or replace trigger refunds_state_edge
    before update of status on store.refunds
    for each row when (old.status is distinct from new.status)
    execute function store.refuse_state_edge('status');

create or replace trigger captures_state_edge
    before update of status on store.captures
    for each row when (old.status is distinct from new.status)
    execute function store.refuse_state_edge('status');

create or replace trigger reconciliations_state_edge
    before update of status on store.reconciliations
    for each row when (old.status is distinct from new.status)
    execute function store.refuse_state_edge('status');

create or replace trigger outbox_state_edge
    before update of status on store.outbox
    for each row when (old.status is distinct from new.status)
    execute function store.refuse_state_edge('status');

create or replace trigger orders_state_edge
    before update of status on store.orders
    for each row when (old.status is distinct from new.status)
    execute function store.refuse_state_edge('status');

-- Whoever changes an order, also by hand: who saw the former one is told.
create or replace trigger orders_version
    before update on store.orders
    for each row
    execute function store.order_version_raise();
