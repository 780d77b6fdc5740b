-- What is sealed can't be made smaller: trying to costs a good part of the time that writing it takes.

alter table drafts alter column answers_sealed set storage external, alter column prefill_sealed set storage external;
alter table draft_versions alter column answers_sealed set storage external;
alter table submissions alter column payload_sealed set storage external, alter column request_sealed set storage external;
