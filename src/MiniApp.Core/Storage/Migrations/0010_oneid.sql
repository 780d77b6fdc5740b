-- People who sign in without a link: by ThaiD, or by ONE ID. Such a session has no Biz Portal tokens and belongs to no form.

alter table applicant_sessions
    add column method text not null default 'link' check (method in ('link', 'thai_d', 'one_id')),
    alter column form_code drop not null,
    alter column tokens_sealed drop not null,
    add constraint applicant_sessions_link_has_tokens
        check ((method = 'link') = (tokens_sealed is not null) and (method = 'link') = (form_code is not null));
alter table applicant_sessions alter column method drop default;

-- Codes of ONE ID that were asked for, and those that only look so: a number that is not known there is counted the same.
create table one_id_attempts (
    id uuid primary key,
    -- Keyed hashes of whom the code was asked for, of the mobile number, and of the address it was asked from.
    person bytea not null,
    mobile bytea not null,
    address bytea not null,
    identity_sealed bytea not null,
    mobile_sealed bytea not null,
    -- As ONE ID gave it; where no message was sent, one that looks like it.
    reference text not null,
    state text not null check (state in ('requesting', 'sent', 'not_known', 'not_sent', 'not_asked', 'confirmed')),
    wrong_tries integer not null default 0,
    requested_at timestamptz not null,
    expires_at timestamptz not null
);
create index one_id_attempts_by_person on one_id_attempts (person, requested_at);
create index one_id_attempts_by_mobile on one_id_attempts (mobile, requested_at);
create index one_id_attempts_by_address on one_id_attempts (address, requested_at);
create index one_id_attempts_by_time on one_id_attempts (requested_at);
