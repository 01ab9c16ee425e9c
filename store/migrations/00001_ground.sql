-- The instance, its offices and staff, and the audit chains.
-- One text for both databases: store/migrate.go writes the types as each calls
-- them. Moments are microseconds since 1970, days are text like 2026-07-01.

CREATE TABLE instance (
  id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  name    TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  created BIGINT NOT NULL CHECK (created > 0),
  proof   BYTEA  NOT NULL CHECK (length(proof) > 0),
  signer  BYTEA  NOT NULL CHECK (length(signer) > 0),
  public  TEXT   NOT NULL CHECK (length(public) = 130)
);

CREATE TABLE office (
  office BIGINT NOT NULL PRIMARY KEY CHECK (office BETWEEN 1 AND 32767),
  above  BIGINT REFERENCES office (office) CHECK (above < office),
  level  TEXT   NOT NULL CHECK (level IN ('province', 'city', 'county', 'township', 'village')),
  name   TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  opened BIGINT NOT NULL CHECK (opened > 0),
  closed BIGINT NOT NULL DEFAULT 0 CHECK (closed = 0 OR closed >= opened)
);

CREATE TABLE office_division (
  office     BIGINT NOT NULL REFERENCES office (office),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  code       TEXT   NOT NULL CHECK (length(code) IN (2, 4, 6, 9, 12)),
  PRIMARY KEY (office, valid_from),
  CHECK (valid_from <= valid_to)
);

CREATE TABLE staff (
  office BIGINT NOT NULL REFERENCES office (office),
  id     BIGINT NOT NULL UNIQUE CHECK (id > 0),
  since  BIGINT NOT NULL CHECK (since > 0),
  PRIMARY KEY (office, id)
);

CREATE TABLE staff_role (
  office BIGINT NOT NULL,
  staff  BIGINT NOT NULL,
  role   TEXT   NOT NULL CHECK (length(role) BETWEEN 1 AND 40),
  PRIMARY KEY (office, staff, role),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
);

-- Numbers given within an office: staff, papers, and later persons and cases.
-- Office 0 is the instance.
CREATE TABLE counter (
  office BIGINT NOT NULL,
  kind   TEXT   NOT NULL,
  last   BIGINT NOT NULL CHECK (last > 0),
  PRIMARY KEY (office, kind)
);

-- Chain 0 is that of the instance.
CREATE TABLE audit_head (
  office BIGINT NOT NULL PRIMARY KEY CHECK (office >= 0),
  seq    BIGINT NOT NULL CHECK (seq >= 0),
  hash   BYTEA  NOT NULL CHECK (length(hash) = 32)
);

CREATE TABLE audit_entry (
  office BIGINT NOT NULL REFERENCES audit_head (office),
  seq    BIGINT NOT NULL CHECK (seq > 0),
  at     BIGINT NOT NULL,
  entry  BYTEA  NOT NULL CHECK (length(entry) > 0),
  PRIMARY KEY (office, seq)
);

CREATE TABLE checkpoint (
  number BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
  at     BIGINT NOT NULL,
  text   TEXT   NOT NULL CHECK (length(text) > 0)
);
