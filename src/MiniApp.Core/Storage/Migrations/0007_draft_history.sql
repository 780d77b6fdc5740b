-- What a draft was each time it was saved, so that an applicant can see what changed when and go back to it.
-- Typing within a few minutes is one version: see DraftHistory.

create table draft_versions (
    id bigint generated always as identity primary key,
    draft_id uuid not null references drafts (id) on delete cascade,
    revision integer not null,
    answers_sealed bytea not null,
    cause text not null check (cause in ('begun', 'reopened', 'typed', 'refilled', 'restored')),
    session_id uuid not null,
    began_at timestamptz not null,
    saved_at timestamptz not null
);
create index draft_versions_by_draft on draft_versions (draft_id, id desc);

-- What a deleted draft left at Biz Portal, until it is removed there too.
create table upstream_removals (
    id uuid primary key,
    person bytea not null,
    form_code text not null,
    upstream_draft_id text,
    file_ids text[] not null,
    attempts integer not null default 0,
    due_at timestamptz not null,
    created_at timestamptz not null
);
create index upstream_removals_due on upstream_removals (due_at);
