-- What applicants share with the agency's officers, and what becomes of it. A draft that was never shared has no row here:
-- officers' queries begin in this table, and never reach any other draft.

create table reviews (
    id uuid primary key,
    -- What people quote on the telephone.
    number bigint generated always as identity unique,
    draft_id uuid not null unique references drafts (id) on delete cascade,
    form_code text not null,
    applicant_type smallint not null,
    -- Keyed hash of the applicant's ID number: see PersonKeys. The number itself only sealed.
    person bytea not null,
    identity_sealed bytea not null,
    name_sealed bytea not null,
    -- Two digits of the official code, where the form has a place.
    province text,
    state text not null check (state in (
        'waiting', 'second_opinion', 'changes_requested', 'approved', 'rejected', 'withdrawn', 'submitted'
    )),
    -- Counts how often it was shared.
    round integer not null,
    -- Of the draft: what was shared in this round.
    revision integer not null,
    asked_at timestamptz not null,
    due_at timestamptz not null,
    changed_at timestamptz not null,
    -- Who works on it.
    officer_id uuid references staff_people (id),
    -- Who approved it first, where the form asks for two.
    first_officer_id uuid references staff_people (id),
    -- Keyed hashes of the letters one after the other in names and answers: see ReviewSearch.
    grams integer[] not null,
    -- Counts every change, so that nobody decides on what they have not seen.
    version integer not null default 1
);

-- The queue's orders, with each filter that can stand alone before them.
create index reviews_by_state on reviews (state, due_at, number);
create index reviews_by_form on reviews (form_code, state, due_at, number);
create index reviews_by_officer on reviews (officer_id, state, due_at, number);
create index reviews_by_province on reviews (province, state, due_at, number);
create index reviews_newest on reviews (state, asked_at desc, number desc);
create index reviews_by_person on reviews (person);
create index reviews_by_gram on reviews using gin (grams);

-- What was shared, each time: officers see this and not the draft.
create table review_rounds (
    review_id uuid not null references reviews (id) on delete cascade,
    round integer not null,
    revision integer not null,
    form_version text not null,
    answers_sealed bytea not null,
    prefill_sealed bytea not null,
    -- Names and ids of the documents that were attached.
    documents_sealed bytea not null,
    shared_at timestamptz not null,
    primary key (review_id, round)
);
alter table review_rounds alter column answers_sealed set storage external, alter column prefill_sealed set storage external;

-- What happened to it, one line for each; written with the change itself.
create table review_events (
    id bigint generated always as identity primary key,
    review_id uuid not null references reviews (id) on delete cascade,
    action text not null,
    state text not null,
    round integer not null,
    -- Null: the applicant.
    staff_id uuid references staff_people (id),
    -- A reason, or who it was given to.
    note_sealed bytea,
    at timestamptz not null
);
create index review_events_by_review on review_events (review_id, id);

create table review_comments (
    id uuid primary key,
    review_id uuid not null references reviews (id) on delete cascade,
    -- The first comment of its thread; itself for that one.
    thread_id uuid not null references review_comments (id) on delete cascade,
    round integer not null,
    -- Null: on the whole.
    field_id text,
    -- Null: the applicant.
    staff_id uuid references staff_people (id),
    text_sealed bytea not null,
    at timestamptz not null,
    -- Of the thread's first comment.
    resolved_at timestamptz,
    resolved_by uuid references staff_people (id)
);
create index review_comments_by_review on review_comments (review_id, at);

-- What each officer saw last, to mark what has changed since.
create table review_views (
    review_id uuid not null references reviews (id) on delete cascade,
    staff_id uuid not null references staff_people (id),
    round integer not null,
    seen_at timestamptz not null,
    primary key (review_id, staff_id)
);

-- When to show officers what was sent; null once they see it.
alter table submissions add column review_due_at timestamptz;
update submissions set review_due_at = now() where state = 'accepted';
create index submissions_review_due on submissions (review_due_at) where review_due_at is not null;

-- Null: every answer may be changed. While officers look at a draft, only these may.
alter table drafts add column open_fields text[];

-- How many there are of each form in each state, kept as they change: counting a million takes too long for a page that is
-- opened all day. Several lines for each, so that those who change reviews at once do not wait for each other.
create table review_counts (
    form_code text not null,
    state text not null,
    part integer not null,
    count bigint not null,
    primary key (form_code, state, part)
);

create function reviews_count() returns trigger language plpgsql as $$
declare
    part integer := pg_backend_pid() % 8;
begin
    if tg_op = 'UPDATE' and new.state = old.state then
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into review_counts values (old.form_code, old.state, part, -1)
        on conflict on constraint review_counts_pkey do update set count = review_counts.count - 1;
    end if;
    if tg_op <> 'DELETE' then
        insert into review_counts values (new.form_code, new.state, part, 1)
        on conflict on constraint review_counts_pkey do update set count = review_counts.count + 1;
    end if;
    return null;
end $$;

create trigger reviews_count after insert or update of state or delete on reviews
    for each row execute function reviews_count();
