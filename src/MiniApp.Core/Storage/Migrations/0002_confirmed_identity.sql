-- A link's identity is untrusted until Biz Portal has answered for it: until then a session acts under a key of its own.
-- See docs/adr/0005-a-link-proves-nothing-about-identity.md.

alter table applicant_sessions
    add column claimed_person bytea,
    add column identity_confirmed_at timestamptz;

-- Older sessions were never confirmed: they end, and their people open the form again.
update applicant_sessions
set claimed_person = person,
    ended_at = coalesce(ended_at, now()),
    end_reason = coalesce(end_reason, 'identity was not confirmed');

alter table applicant_sessions alter column claimed_person set not null;

create index applicant_sessions_to_adopt on applicant_sessions (claimed_person) where person <> claimed_person;
