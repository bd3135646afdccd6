-- Pieces there are; null: not known. What there is none of is not offered.
alter table products add column stock integer check (stock >= 0);
