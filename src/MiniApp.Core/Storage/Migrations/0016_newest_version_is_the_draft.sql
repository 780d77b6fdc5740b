-- The newest version of a draft is the draft itself: what was typed is written once, not twice. A version gets a copy of
-- its own when the next one begins.

alter table draft_versions alter column answers_sealed drop not null;
