-- A draft with upstream_due_at is the outbox's message "save me at Biz Portal"; a node that takes it holds a lease.

alter table drafts
    -- Idempotency-Key of the first save, which has no upstream id to say that a repeat means the same draft.
    add column upstream_key uuid not null default gen_random_uuid(),
    -- The revision that was first sent with that key: what a lost reply's draft holds there.
    add column upstream_key_revision integer,
    add column upstream_session_id uuid,
    add column upstream_unsaved_since timestamptz,
    add column upstream_due_at timestamptz,
    add column upstream_leased_until timestamptz,
    add column upstream_attempts integer not null default 0,
    add column upstream_trouble text check (upstream_trouble in ('no_answer', 'refused', 'sign_in_over'));

create index drafts_due_upstream on drafts (upstream_due_at) where upstream_due_at is not null and state = 'open';
