-- When each answer of a draft last changed and by which open page, so that two pages don't overwrite each other unseen.
create table draft_fields (
    draft_id uuid not null references drafts (id) on delete cascade,
    field_id text not null,
    revision integer not null,
    changed_at timestamptz not null,
    page_id uuid not null,
    session_id uuid not null,
    primary key (draft_id, field_id)
);
create index draft_fields_by_revision on draft_fields (draft_id, revision);
