create or replace view store.state_edges with (security_invoker = true) as
select e.entity, e.from_state, e.to_state, null::text[] as roles
from (
    values
        ('checkout_attempts', 'LOCKED', 'UNKNOWN'),
        ('checkout_attempts', 'LOCKED', 'COMMITTED'),
        ('checkout_attempts', 'LOCKED', 'DECLINED'),
        ('checkout_attempts', 'LOCKED', 'EXPIRED'),
        ('checkout_attempts', 'LOCKED', 'COMPENSATING'),
        ('checkout_attempts', 'LOCKED', 'NEEDS_REVIEW'),
        ('checkout_attempts', 'LOCKED', 'ACTION_REQUIRED'),
        ('checkout_attempts', 'UNKNOWN', 'ACTION_REQUIRED'),
        ('checkout_attempts', 'ACTION_REQUIRED', 'COMMITTED'),
        ('checkout_attempts', 'ACTION_REQUIRED', 'DECLINED'),
        ('checkout_attempts', 'ACTION_REQUIRED', 'EXPIRED'),
        ('checkout_attempts', 'ACTION_REQUIRED', 'COMPENSATING'),
        ('checkout_attempts', 'ACTION_REQUIRED', 'NEEDS_REVIEW'),
        ('checkout_attempts', 'UNKNOWN', 'COMMITTED'),
        ('checkout_attempts', 'UNKNOWN', 'DECLINED'),
        ('checkout_attempts', 'UNKNOWN', 'EXPIRED'),
        ('checkout_attempts', 'UNKNOWN', 'COMPENSATING'),
        ('checkout_attempts', 'UNKNOWN', 'NEEDS_REVIEW'),
        ('checkout_attempts', 'COMPENSATING', 'COMPENSATED'),
        ('checkout_attempts', 'COMPENSATING', 'NEEDS_REVIEW'),
        ('checkout_attempts', 'NEEDS_REVIEW', 'UNKNOWN'),
        ('checkout_attempts', 'NEEDS_REVIEW', 'COMPENSATING'),
        ('checkout_attempts', 'NEEDS_REVIEW', 'EXPIRED'),
        -- Its stored payment was paid after all, as a driver tells who comes late.
        ('checkout_attempts', 'NEEDS_REVIEW', 'COMMITTED'),
        ('payments', 'AUTHORIZED', 'CAPTURED'),
        ('payments', 'AUTHORIZED', 'CANCELED'),
        ('payments', 'CAPTURED', 'PARTIALLY_REFUNDED'),
        ('payments', 'CAPTURED', 'REFUNDED'),
        ('payments', 'PARTIALLY_REFUNDED', 'REFUNDED'),
        -- A refund that had been made has failed, as the provider tells later.
        ('payments', 'REFUNDED', 'PARTIALLY_REFUNDED'),
        ('payments', 'REFUNDED', 'CAPTURED'),
        ('payments', 'PARTIALLY_REFUNDED', 'CAPTURED'),
        ('refunds', 'SUCCEEDED', 'FAILED'),
        ('outbox', 'DONE', 'DEAD'),
        ('refunds', 'PENDING', 'SUCCEEDED'),
        ('refunds', 'PENDING', 'FAILED'),
        ('refunds', 'FAILED', 'PENDING'),
        -- What had been given up was done after all, and its worker comes late.
        ('refunds', 'FAILED', 'SUCCEEDED'),
        ('reconciliations', 'OPEN', 'DONE'),
        ('reconciliations', 'OPEN', 'FAILED'),
        ('captures', 'PENDING', 'SUCCEEDED'),
        ('captures', 'PENDING', 'FAILED'),
        ('outbox', 'PENDING', 'DONE'),
        ('outbox', 'PENDING', 'DEAD'),
        ('outbox', 'DEAD', 'PENDING'),
        ('outbox', 'DEAD', 'DONE')
) as e (entity, from_state, to_state)
union all
-- Of orders, which people move: who may. A customer only their own.
select 'orders' as entity, o.from_state, o.to_state, o.roles::text[]
from (
    values
        ('CREATED', 'IN_PROGRESS', '{EMPLOYEE,MANAGER,ADMIN}'),
        ('CREATED', 'DELAYED', '{MANAGER,ADMIN}'),
        ('CREATED', 'CANCELED', '{CUSTOMER,MANAGER,ADMIN}'),
        ('IN_PROGRESS', 'READY', '{EMPLOYEE,MANAGER,ADMIN}'),
        ('IN_PROGRESS', 'MISSING', '{EMPLOYEE,MANAGER,ADMIN}'),
        ('IN_PROGRESS', 'DELAYED', '{MANAGER,ADMIN}'),
        ('IN_PROGRESS', 'CANCELED', '{MANAGER,ADMIN}'),
        ('MISSING', 'READY', '{MANAGER,ADMIN}'),
        ('MISSING', 'IN_PROGRESS', '{MANAGER,ADMIN}'),
        ('MISSING', 'CANCELED', '{MANAGER,ADMIN}'),
        ('READY', 'OUT_FOR_DELIVERY', '{EMPLOYEE,MANAGER,ADMIN}'),
        ('READY', 'DELIVERED', '{EMPLOYEE,MANAGER,ADMIN}'),
        ('READY', 'DELAYED', '{MANAGER,ADMIN}'),
        ('READY', 'CANCELED', '{MANAGER,ADMIN}'),
        ('OUT_FOR_DELIVERY', 'DELIVERED', '{EMPLOYEE,MANAGER,ADMIN}'),
        ('OUT_FOR_DELIVERY', 'DELAYED', '{MANAGER,ADMIN}'),
        -- Only to where it came from.
        ('DELAYED', 'CREATED', '{MANAGER,ADMIN}'),
        ('DELAYED', 'IN_PROGRESS', '{MANAGER,ADMIN}'),
        ('DELAYED', 'READY', '{MANAGER,ADMIN}'),
        ('DELAYED', 'OUT_FOR_DELIVERY', '{MANAGER,ADMIN}'),
        ('DELAYED', 'CANCELED', '{MANAGER,ADMIN}')
) as o (from_state, to_state, roles);

comment on view store.state_edges is 'Which state may follow which, of attempts, payments, refunds, captures, effects, reconciliations and orders; triggers refuse what is not in it. roles: who may, of what people decide. Edited in its file only, so that an edge added by hand is drift.';
