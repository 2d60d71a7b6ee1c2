create or replace view store.product_stock with (security_invoker = true) as
select i.product_id, sum(i.on_hand - i.reserved) as available
from store.inventory as i
join store.branches as b on b.branch_id = i.branch_id
where b.is_active
group by i.product_id;

comment on view store.product_stock is 'Units of a product that all active branches together could sell now. A statement about several products asks in a lateral subquery with offset 0, for one at a time: without it the planner adds up all products first.';
