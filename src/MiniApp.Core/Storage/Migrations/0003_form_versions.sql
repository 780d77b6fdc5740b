-- Every version of a form that this portal has served, so that a draft begun with an older one can still be read.
-- The text of the file as it was, comments and all; of one version the newest.

create table form_versions (
    code text not null,
    version text not null,
    definition text not null,
    stored_at timestamptz not null default now(),
    primary key (code, version)
);
