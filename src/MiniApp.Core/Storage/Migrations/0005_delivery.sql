-- Each license request reaches Biz Portal once. The key under which it travels and the exact request are kept, whoever
-- works on a submission holds a lease, and PostgreSQL itself keeps the order of its states and the record of them.

alter table submissions
    -- Sent as Idempotency-Key.
    add column key uuid,
    -- The session it was confirmed in: its Biz Portal tokens serve for asking what became of it.
    add column session_id uuid,
    -- Since when that session is known to be over there; only a newer one of the same person helps then.
    add column session_over_at timestamptz,
    -- Why the state changes, taken into submission_transitions by the trigger below: null at rest.
    add column cause text,
    -- The request as it is or was sent, byte for byte, with the code; only while its outcome is not known.
    add column request_sealed bytea,
    -- Who works on it now, and until when unless renewed. By the clock of this database, so that nodes agree.
    add column claim uuid,
    add column lease_until timestamptz,
    -- How often it was asked what became of it, when next, and what came of it last.
    add column lookups integer not null default 0,
    add column next_lookup_at timestamptz,
    add column last_lookup text;

update submissions set key = id;
alter table submissions
    alter column key set not null,
    add constraint submissions_key unique (key),
    add constraint submissions_number_with_acceptance check ((state = 'accepted') = (request_id is not null)),
    -- Not valid: rows of before this migration were sent without keeping the request.
    add constraint submissions_request_while_open
        check ((state in ('sending', 'unknown')) = (request_sealed is not null)) not valid;

-- A draft that was never received may be deleted, and what was prepared for sending it with it.
alter table submissions
    drop constraint submissions_draft_id_fkey,
    add constraint submissions_draft_id_fkey foreign key (draft_id) references drafts (id) on delete cascade;
alter table submission_transitions
    drop constraint submission_transitions_submission_id_fkey,
    add constraint submission_transitions_submission_id_fkey
        foreign key (submission_id) references submissions (id) on delete cascade;

create index submissions_to_work_on on submissions (lease_until)
    where state in ('confirming', 'sending', 'unknown');

create function submissions_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'ready' then
            raise check_violation using message = 'a submission begins as ready';
        end if;
        return new;
    end if;
    if tg_op = 'DELETE' then
        if old.state not in ('ready', 'refused') then
            raise check_violation using message = 'a submission that may have been received stays on record';
        end if;
        return old;
    end if;
    if new.id <> old.id or new.draft_id <> old.draft_id then
        raise check_violation using message = 'a submission belongs to its draft';
    end if;
    -- Biz Portal answers a key with its first result: only what was refused goes under a new one.
    if new.key <> old.key and (old.state, new.state) <> ('refused', 'ready') then
        raise check_violation using message = 'a submission keeps its key';
    end if;
    if new.state = old.state then
        if new.request_id is distinct from old.request_id then
            raise check_violation using message = 'a request number comes with acceptance and stays';
        end if;
        new.cause := null;
        return new;
    end if;
    if (old.state, new.state) not in (
        ('ready', 'confirming'),
        ('confirming', 'ready'), ('confirming', 'sending'),
        ('sending', 'ready'), ('sending', 'accepted'), ('sending', 'refused'), ('sending', 'unknown'),
        ('unknown', 'accepted'), ('unknown', 'ready'),
        ('refused', 'ready')
    ) then
        raise check_violation using message = format('a submission cannot go from %s to %s', old.state, new.state);
    end if;
    if coalesce(new.cause, '') = '' then
        raise check_violation using message = 'a submission changes its state with a cause';
    end if;
    insert into submission_transitions (submission_id, from_state, to_state, cause, at)
    values (new.id, old.state, new.state, new.cause, new.updated_at);
    new.cause := null;
    return new;
end $$;

create trigger submissions_guard before insert or update or delete on submissions
    for each row execute function submissions_guard();

-- Written by the trigger above and removed with its submission; otherwise nobody adds, changes or removes a line.
create function submission_transitions_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' or pg_trigger_depth() < 2 then
        raise check_violation using message = 'the record of a submission is written by its changes alone';
    end if;
    return coalesce(new, old);
end $$;

create trigger submission_transitions_guard before insert or update or delete on submission_transitions
    for each row execute function submission_transitions_guard();

alter table otp_challenges
    -- What the code confirms, as a print of each field, so that an edit can be named.
    add column content_sealed bytea,
    -- The code once Biz Portal found it right, until the request was sent with it.
    add column code_sealed bytea;
