-- Sessions, drafts, uploads, one-time codes and submissions: the applicant's way from link to license request.
-- Columns named *_sealed hold bytes encrypted with Data Protection; person is a keyed hash of the identity number.

create table data_protection_keys (
    id text primary key,
    xml text not null,
    created_at timestamptz not null default now()
);

create table sealed_secrets (
    name text primary key,
    value_sealed bytea not null
);

create table applicant_sessions (
    id uuid primary key,
    person bytea not null,
    applicant_type smallint not null,
    identity_sealed bytea not null,
    form_code text not null,
    tokens_sealed bytea not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,
    end_reason text
);
create index applicant_sessions_by_person on applicant_sessions (person);

create table drafts (
    id uuid primary key,
    person bytea not null,
    applicant_type smallint not null,
    form_code text not null,
    form_version text not null,
    upstream_draft_id text,
    answers_sealed bytea not null,
    prefill_sealed bytea not null,
    state text not null check (state in ('open', 'submitted')),
    furthest_step integer not null default 0,
    revision integer not null default 0,
    upstream_revision integer not null default -1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    upstream_saved_at timestamptz
);
create index drafts_by_person on drafts (person, form_code, updated_at desc);
create unique index drafts_by_upstream on drafts (person, upstream_draft_id) where upstream_draft_id is not null;

create table uploads (
    id uuid primary key,
    draft_id uuid not null references drafts (id) on delete cascade,
    field_id text not null,
    file_reference_id uuid not null,
    file_id text,
    name_sealed bytea not null,
    content_type text not null,
    size_bytes bigint not null check (size_bytes > 0),
    chunk_bytes integer not null check (chunk_bytes > 0),
    chunk_count integer not null check (chunk_count > 0),
    received_chunks integer[] not null default '{}',
    created_at timestamptz not null,
    completed_at timestamptz
);
create index uploads_by_draft on uploads (draft_id);

create table otp_challenges (
    id uuid primary key,
    draft_id uuid not null references drafts (id) on delete cascade,
    person bytea not null,
    content_hash bytea not null,
    sent_to_sealed bytea not null,
    reference text not null,
    state text not null check (state in ('requesting', 'sent', 'not_sent', 'verified', 'replaced')),
    wrong_tries integer not null default 0,
    requested_at timestamptz not null,
    expires_at timestamptz not null
);
create index otp_challenges_by_person on otp_challenges (person, requested_at desc);

create table submissions (
    id uuid primary key,
    draft_id uuid not null unique references drafts (id),
    person bytea not null,
    state text not null check (state in ('ready', 'confirming', 'sending', 'accepted', 'refused', 'unknown')),
    content_hash bytea not null,
    payload_sealed bytea,
    request_id text,
    upstream_message_sealed bytea,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table submission_transitions (
    id bigint generated always as identity primary key,
    submission_id uuid not null references submissions (id),
    from_state text not null,
    to_state text not null,
    cause text not null,
    at timestamptz not null
);
create index submission_transitions_by_submission on submission_transitions (submission_id, id);
