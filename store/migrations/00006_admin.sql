-- What administrators keep: how offices are called from a day on, and the
-- files that were loaded over what the program ships. A file stays as it was
-- loaded and is read again by every run, in the order of the numbers.

CREATE TABLE office_name (
  office     BIGINT NOT NULL REFERENCES office (office),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  name       TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  PRIMARY KEY (office, valid_from)
);

-- Office 0 is the whole instance; holidays of a place are those of its office
-- and of the offices under it.
CREATE TABLE loaded (
  office BIGINT NOT NULL CHECK (office >= 0),
  kind   TEXT   NOT NULL CHECK (kind IN ('calendar', 'divisions')),
  number BIGINT NOT NULL CHECK (number > 0),
  at     BIGINT NOT NULL,
  staff  BIGINT NOT NULL CHECK (staff >= 0),
  text   TEXT   NOT NULL CHECK (length(text) > 0),
  PRIMARY KEY (office, kind, number),
  CHECK (office = 0 OR kind = 'calendar')
);

-- The records of a day are found without reading the chain.
CREATE INDEX audit_entry_at ON audit_entry (office, at, seq);
