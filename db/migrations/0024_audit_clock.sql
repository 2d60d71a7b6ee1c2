-- An entry's time is that of the change, made under the lock of its row, and no longer the begin of the transaction, which may have waited
-- for that lock: the changes of one row then stand in the order in which they were made.
alter table audit.entries alter column created_at set default clock_timestamp();
