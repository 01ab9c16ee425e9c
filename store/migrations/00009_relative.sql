-- Whose near relative somebody is, where it is a member of the committee of a
-- village or neighbourhood, who has no account.

ALTER TABLE relative ADD COLUMN of_name TEXT NOT NULL DEFAULT '' CHECK (length(of_name) <= 60);
