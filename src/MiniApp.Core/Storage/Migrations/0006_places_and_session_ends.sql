-- Where in the form somebody was last, so that a reopened link leads back there, on another device too.

create table draft_places (
    draft_id uuid primary key references drafts (id) on delete cascade,
    step_id text not null,
    control_id text not null,
    at timestamptz not null
);

-- When Biz Portal gave no new token any more: from then on answers are only saved here.
alter table applicant_sessions add column upstream_ended_at timestamptz;
