-- Who saw, searched, downloaded, looked up, changed, decided. Only ever added to; each entry's hash covers the one before it,
-- under a key of this installation (see AuditTrail and docs/audit.md).

create table audit_entries (
    sequence bigint primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject text,
    draft_id uuid,
    -- json and not jsonb: the hash is over the text as it was written.
    details json not null,
    previous_hash bytea not null,
    hash bytea not null
);
create index audit_entries_by_actor on audit_entries (actor, sequence);
create index audit_entries_by_action on audit_entries (action, sequence);
create index audit_entries_by_subject on audit_entries (subject, sequence) where subject is not null;
create index audit_entries_by_draft on audit_entries (draft_id, sequence) where draft_id is not null;
create index audit_entries_by_time on audit_entries (at);

-- Where the chain ends, and where it begins after old entries were removed. Its lock is what puts entries in one row.
create table audit_chain (
    id smallint primary key check (id = 1),
    sequence bigint not null,
    hash bytea not null,
    removed_to bigint not null,
    removed_hash bytea not null,
    mac bytea
);
insert into audit_chain values (1, 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'), null);

-- Against mistakes, and against whoever gets a statement in through the portal. Who owns the database can switch it off: then
-- the hashes tell.
create function audit_refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_table_name = 'audit_entries'
        and current_setting('miniapp.audit_retention', true) = 'on' then
        return old;
    end if;
    raise exception 'The audit is only added to.' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_entries_stay before update or delete on audit_entries for each row execute function audit_refuse();
create trigger audit_entries_not_emptied before truncate on audit_entries for each statement execute function audit_refuse();
create trigger audit_chain_stays before delete on audit_chain for each row execute function audit_refuse();
create trigger audit_chain_not_emptied before truncate on audit_chain for each statement execute function audit_refuse();

-- What was done to the list of staff is in the audit and nowhere else.
drop table staff_changes;
