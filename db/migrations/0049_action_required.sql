-- A checkout whose card wants its owner (3-D Secure). A migration of its own: a new value cannot be used before it has committed.

alter type store.attempt_state add value 'ACTION_REQUIRED' after 'UNKNOWN';
