-- Files of families on their way into the register, and which of their rows
-- became which household.

CREATE TABLE sheet (
  office     BIGINT NOT NULL,
  id         BIGINT NOT NULL,
  version    BIGINT NOT NULL CHECK (version > 0),
  blind      BYTEA  NOT NULL CHECK (length(blind) = 32),
  kind       TEXT   NOT NULL CHECK (kind IN ('xlsx', 'csv')),
  state      TEXT   NOT NULL CHECK (state IN ('reading', 'read', 'entering', 'entered', 'refused')),
  staff      BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  passed     BIGINT NOT NULL CHECK (passed >= 0),
  households BIGINT NOT NULL CHECK (households >= 0),
  persons    BIGINT NOT NULL CHECK (persons >= 0),
  facts      BIGINT NOT NULL CHECK (facts >= 0),
  report     BYTEA  NOT NULL,
  PRIMARY KEY (office, id),
  FOREIGN KEY (office, id) REFERENCES paper (office, id)
);

CREATE UNIQUE INDEX sheet_blind ON sheet (office, version, blind);

CREATE TABLE sheet_family (
  office    BIGINT NOT NULL,
  version   BIGINT NOT NULL CHECK (version > 0),
  blind     BYTEA  NOT NULL CHECK (length(blind) = 32),
  sheet     BIGINT NOT NULL,
  household BIGINT NOT NULL CHECK (household > 0),
  PRIMARY KEY (office, version, blind),
  FOREIGN KEY (office, sheet) REFERENCES sheet (office, id)
);
