-- Rules that hold for every row, declared: what a state requires, and that an order is its attempt's. Verified in the next migration.
-- migrator: allow index-concurrently: no shop has opened yet, and this table is small

-- One foreign key more would be another look at the attempt for each order; this one takes the place of that of the attempt alone.
create unique index checkout_attempts_order_key
    on store.checkout_attempts (checkout_attempt_id, user_id, cart_id, branch_id, fulfillment_type, total_amount);

alter table store.orders
    add constraint orders_are_their_attempts_fkey
        foreign key (checkout_attempt_id, user_id, cart_id, branch_id, fulfillment_type, total_amount)
        references store.checkout_attempts (checkout_attempt_id, user_id, cart_id, branch_id, fulfillment_type, total_amount)
        not valid;

alter table store.checkout_attempts
    add constraint checkout_attempts_lease_is_finite check (isfinite(lease_expires_at)) not valid,
    add constraint checkout_attempts_end_is_answered check (
        (state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED')) = (response_body is not null)
    ) not valid,
    add constraint checkout_attempts_answer_is_true check ((response_status = 201) = (state = 'COMMITTED')) not valid,
    add constraint checkout_attempts_knows_what_goes_back check (
        state not in ('COMPENSATING', 'COMPENSATED') or (provider_reference is not null and charged_amount is not null)
    ) not valid,
    add constraint checkout_attempts_window_ordered check (
        pickup_starts_at < pickup_ends_at and isfinite(pickup_starts_at) and isfinite(pickup_ends_at)
    ) not valid,
    add constraint checkout_attempts_goes_one_way check (
        case fulfillment_type
            when 'DELIVERY' then num_nonnulls(pickup_starts_at, pickup_ends_at) = 0
            else num_nonnulls(slot_date_id, address_id) = 0
        end
    ) not valid;

alter table store.order_deliveries
    add constraint order_deliveries_window_ordered check (start_time < end_time) not valid;

alter table store.order_pickups
    add constraint order_pickups_window_finite check (isfinite(window_starts_at) and isfinite(window_ends_at)) not valid;

alter table store.payments
    add constraint payments_refund_is_told check (
        case status
            when 'REFUNDED' then refunded_amount = captured_amount
            when 'PARTIALLY_REFUNDED' then refunded_amount > 0 and refunded_amount < captured_amount
            else refunded_amount = 0
        end
    ) not valid;

alter table store.refunds
    add constraint refunds_success_is_named check (status <> 'SUCCEEDED' or refund_reference is not null) not valid;

alter table store.outbox
    add constraint outbox_due_is_finite check (isfinite(due_at)) not valid;

alter table store.inventory_movements
    add constraint inventory_movements_checkout_is_named check (
        kind not in ('reserved', 'released', 'sold') or checkout_attempt_id is not null
    ) not valid;
