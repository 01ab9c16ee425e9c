-- What the rows of a sheet are known by is kept sealed, so that a change of keys
-- can make their index anew. What was remembered without it is forgotten: such
-- families are met again by their people.

DELETE FROM sheet_family;

ALTER TABLE sheet_family ADD COLUMN sealed BYTEA CHECK (sealed IS NOT NULL AND length(sealed) > 0);
