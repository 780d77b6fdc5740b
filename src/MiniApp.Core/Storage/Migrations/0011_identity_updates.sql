-- Updates of employees' records at HCM from ThaiD. What ThaiD said lies sealed, for minutes, bound to one staff session.

create table identity_updates (
    id uuid primary key,
    staff_id uuid not null references staff_people (id),
    session_id uuid not null references staff_sessions (id),
    state_hash bytea not null,
    state text not null check (state in ('begun', 'scanned', 'refused', 'ended')),
    refusal text,
    work_sealed bytea not null,
    revision integer not null,
    begun_at timestamptz not null,
    expires_at timestamptz not null,
    leased_until timestamptz
);
-- The open one of a session.
create unique index identity_updates_open on identity_updates (session_id) where state <> 'ended';
create index identity_updates_due on identity_updates (expires_at) where state <> 'ended';

-- What happened, by whom, with before and after. Never changed, never deleted.
create table identity_update_events (
    id bigint generated always as identity primary key,
    update_id uuid not null references identity_updates (id),
    staff_id uuid not null references staff_people (id),
    kind text not null check (kind in ('begun', 'scanned', 'refused', 'confirmed', 'applied', 'ended')),
    refusal text,
    items_sealed bytea,
    at timestamptz not null
);
create index identity_update_events_of_staff on identity_update_events (staff_id, id desc);

-- Whose account at HCM is whose, found by the keyed hash of the ID number.
create table hcm_users (
    person bytea primary key,
    username_sealed bytea not null,
    confirmed_at timestamptz
);
