-- Look-ups in the Linkage Center: who, when, what for, and whether it matched. Nothing of the register's answer is kept.

create table linkage_checks (
    id uuid primary key,
    -- No reference: a draft may be deleted, that somebody was looked up stays on record.
    draft_id uuid not null,
    staff_id uuid not null references staff_people (id),
    purpose text not null,
    note_sealed bytea,
    at timestamptz not null,
    outcome text check (outcome in ('matched', 'differed', 'unclear', 'dead', 'not_found', 'failed'))
);
create index linkage_checks_of_draft on linkage_checks (draft_id, at desc);

-- The officer's own ID number, sealed, for as long as the session lives: the data exchange wants to know who asks, and the
-- list of staff has only its hash.
alter table staff_sessions add column national_id_sealed bytea;
create index staff_sessions_with_number on staff_sessions (last_seen_at) where national_id_sealed is not null;
