-- A look that somebody asked for and that has not taken place yet; it may be asked for before the first one.
alter table watches
  add asked_at timestamptz,
  alter looked_at drop not null,
  drop looks;
