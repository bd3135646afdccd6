-- What a shop sends by itself comes in as imports too: one a day, connection and kind, undone like any other.
alter table imports add column connection_id bigint;
alter table imports add column arrived_on date;
create unique index imports_arriving on imports (source_id, kind, arrived_on, connection_id) nulls not distinct
  where arrived_on is not null and status = 'done';

-- The newest state of an order, customer or product that a source has sent, by its own clock: what arrives late must not
-- put an older state over it.
create table arrived_versions (
  key text collate "C" not null,
  source_id integer not null,
  kind text not null,
  changed_at timestamptz not null,
  primary key (key, source_id, kind)
);
