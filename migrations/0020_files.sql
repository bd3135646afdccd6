-- Folders and SFTP servers that are looked at by the clock.
create table watches (
  connection_id integer primary key references connections on delete cascade,
  looked_at timestamptz not null,
  looks integer not null default 1
);

-- Files found there: what became of each as it stands now. One that changes is a new one.
create table watched_files (
  connection_id integer not null references connections on delete cascade,
  name text collate "C" not null,
  bytes bigint not null,
  modified_at timestamptz not null,
  -- taken: its import waits or runs; failed: its import did; refused: it is no table; done: taken in, moved or deleted if so wished
  state text not null check (state in ('growing', 'taken', 'failed', 'refused', 'done')),
  import_id bigint,
  seen_at timestamptz not null,
  primary key (connection_id, name)
);

-- Every file that was taken in, for ever: the same name with the same contents is not taken in again.
create table watched_takings (
  connection_id integer not null references connections on delete cascade,
  name text collate "C" not null,
  bytes bigint not null,
  sha256 bytea not null,
  import_id bigint not null,
  taken_at timestamptz not null,
  primary key (connection_id, name, bytes, sha256)
);
