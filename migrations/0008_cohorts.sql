-- Repeat purchases as counted as of a day. The night's count replaces the one before it; days that people asked for stay.
create table cohort_runs (
  as_of_on date primary key,
  -- the newest of the nightly counts
  is_current boolean not null,
  -- somebody asked for this day
  is_kept boolean not null,
  customers integer not null,
  orders bigint not null,
  milliseconds integer not null,
  -- whole-shop figures: values of the dimensions, the model behind projections, trials, contracts
  results jsonb not null,
  computed_at timestamptz not null
);

-- One row a cohort: first-time buyers of a month or week, of everyone or of one value of a dimension.
create table cohort_rows (
  as_of_on date not null references cohort_runs on delete cascade,
  grain text not null check (grain in ('month', 'week')),
  dimension text not null check (dimension in ('all', 'product', 'channel', 'ad', 'store')),
  -- 'all', 'none', 'other' or 'id:' and the id or the ad code
  value text not null,
  starts_on date not null,
  figures jsonb not null,
  primary key (as_of_on, grain, dimension, value, starts_on)
);

-- What was spent on winning customers, entered by hand; ad code '': what belongs to no code.
create table acquisition_costs (
  month date not null check (extract(day from month) = 1),
  ad_code text not null,
  amount bigint not null check (amount >= 0),
  version integer not null default 1,
  staff_id integer,
  updated_at timestamptz not null,
  primary key (month, ad_code)
);
