-- Who may work here. People are found by the keyed hash of their ID number (see PersonKeys); the number is not kept.

create table staff_people (
    id uuid primary key,
    person bytea not null,
    name_sealed bytea not null,
    role text not null check (role in ('reviewer', 'lead', 'administrator')),
    added_at timestamptz not null,
    removed_at timestamptz
);
-- Somebody who was removed can be added anew; the old entry keeps its history.
create unique index staff_people_once on staff_people (person) where removed_at is null;

-- What was done to the list, by whom. No actor: the portal's own setting.
create table staff_changes (
    id bigint generated always as identity primary key,
    staff_id uuid not null references staff_people (id),
    actor_id uuid references staff_people (id),
    kind text not null check (kind in ('added', 'role_changed', 'removed')),
    role_before text,
    role_after text,
    at timestamptz not null
);
create index staff_changes_newest on staff_changes (id desc);

create table staff_sessions (
    id uuid primary key,
    staff_id uuid not null references staff_people (id),
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    ial numeric,
    authenticated_at timestamptz,
    ended_at timestamptz,
    end_reason text
);
create index staff_sessions_open on staff_sessions (staff_id) where ended_at is null;
