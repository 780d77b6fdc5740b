-- People who sign in without a link: by ThaiD, or by ONE ID. Such a session has no Biz Portal tokens and belongs to no form.

alter table applicant_sessions
    add column method text not null default 'link' check (method in ('link', 'thai_d', 'one_id')),
    alter column form_code drop not null,
    alter column tokens_sealed drop not null,
    add constraint applicant_sessions_link_has_tokens
        check ((method = 'link') = (tokens_sealed is not null) and (method = 'link') = (form_code is not null));
alter table applicant_sessions alter column method drop default;
