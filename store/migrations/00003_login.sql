-- Accounts of staff, who stands in for whom, log-ins and attempts at one.

CREATE TABLE staff_account (
  office       BIGINT NOT NULL,
  staff        BIGINT NOT NULL UNIQUE,
  account      TEXT   NOT NULL UNIQUE CHECK (length(account) BETWEEN 3 AND 32),
  name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  added_by     BIGINT NOT NULL CHECK (added_by >= 0),
  password     TEXT   NOT NULL CHECK (length(password) > 0),
  change_until BIGINT NOT NULL CHECK (change_until >= 0),
  totp         BYTEA  NOT NULL,
  totp_step    BIGINT NOT NULL CHECK (totp_step >= 0),
  recovery     BYTEA  NOT NULL,
  suspended    BIGINT NOT NULL CHECK (suspended >= 0),
  version      BIGINT NOT NULL CHECK (version > 0),
  PRIMARY KEY (office, staff),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
);

CREATE TABLE stand_in (
  office     BIGINT NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  staff      BIGINT NOT NULL,
  stands_for BIGINT NOT NULL CHECK (stands_for <> staff),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id),
  FOREIGN KEY (office, stands_for) REFERENCES staff (office, id),
  CHECK (valid_from <= valid_to)
);

-- Of a log-in only the digest of its token is kept.
CREATE TABLE session (
  office BIGINT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  staff  BIGINT NOT NULL,
  token  BYTEA  NOT NULL UNIQUE CHECK (length(token) = 32),
  begun  BIGINT NOT NULL CHECK (begun > 0),
  seen   BIGINT NOT NULL CHECK (seen >= begun),
  proved BIGINT NOT NULL CHECK (proved IN (0, 1)),
  device TEXT   NOT NULL CHECK (length(device) <= 40),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
);

CREATE INDEX session_staff ON session (staff);

-- Before the log-in nobody belongs to an office: all rows are of the instance.
-- The key is a keyed digest, so that neither names that were tried nor network
-- addresses stand here.
CREATE TABLE attempt (
  office   BIGINT NOT NULL CHECK (office = 0),
  kind     TEXT   NOT NULL CHECK (kind IN ('account', 'address', 'second')),
  key      BYTEA  NOT NULL CHECK (length(key) = 32),
  failures BIGINT NOT NULL CHECK (failures >= 0),
  last     BIGINT NOT NULL,
  PRIMARY KEY (office, kind, key)
);
