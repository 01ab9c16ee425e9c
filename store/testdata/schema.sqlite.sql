CREATE TABLE attempt (
  office   INTEGER NOT NULL CHECK (office = 0),
  kind     TEXT   NOT NULL CHECK (kind IN ('account', 'address', 'second')),
  key      BLOB  NOT NULL CHECK (length(key) = 32),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  last     INTEGER NOT NULL,
  PRIMARY KEY (office, kind, key)
) STRICT;
CREATE TABLE audit_entry (
  office INTEGER NOT NULL REFERENCES audit_head (office),
  seq    INTEGER NOT NULL CHECK (seq > 0),
  at     INTEGER NOT NULL,
  entry  BLOB  NOT NULL CHECK (length(entry) > 0),
  PRIMARY KEY (office, seq)
) STRICT;
CREATE TABLE audit_head (
  office INTEGER NOT NULL PRIMARY KEY CHECK (office >= 0),
  seq    INTEGER NOT NULL CHECK (seq >= 0),
  hash   BLOB  NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE checkpoint (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  at     INTEGER NOT NULL,
  text   TEXT   NOT NULL CHECK (length(text) > 0)
) STRICT;
CREATE TABLE counter (
  office INTEGER NOT NULL,
  kind   TEXT   NOT NULL,
  last   INTEGER NOT NULL CHECK (last > 0),
  PRIMARY KEY (office, kind)
) STRICT;
CREATE TABLE instance (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  name    TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  created INTEGER NOT NULL CHECK (created > 0),
  proof   BLOB  NOT NULL CHECK (length(proof) > 0),
  signer  BLOB  NOT NULL CHECK (length(signer) > 0),
  public  TEXT   NOT NULL CHECK (length(public) = 130)
) STRICT;
CREATE TABLE job (
  office      INTEGER NOT NULL CHECK (office >= 0),
  kind        TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  key         TEXT   NOT NULL CHECK (length(key) BETWEEN 1 AND 80),
  state       TEXT   NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
  run_at      INTEGER NOT NULL,
  asked       INTEGER NOT NULL CHECK (asked > 0),
  attempts    INTEGER NOT NULL CHECK (attempts >= 0),
  holder      TEXT   NOT NULL,
  lease_until INTEGER NOT NULL,
  last_error  TEXT   NOT NULL,
  PRIMARY KEY (office, kind, key),
  CHECK ((state = 'running') = (holder <> '')),
  CHECK ((state = 'running') = (lease_until > 0)),
  CHECK (state <> 'dead' OR last_error <> '')
) STRICT;
CREATE INDEX job_due ON job (run_at, office) WHERE state <> 'dead';
CREATE TABLE leader (
  name        TEXT   NOT NULL PRIMARY KEY,
  holder      TEXT   NOT NULL CHECK (holder <> ''),
  lease_until INTEGER NOT NULL
) STRICT;
CREATE TABLE office (
  office INTEGER NOT NULL PRIMARY KEY CHECK (office BETWEEN 1 AND 32767),
  above  INTEGER REFERENCES office (office) CHECK (above < office),
  level  TEXT   NOT NULL CHECK (level IN ('province', 'city', 'county', 'township', 'village')),
  name   TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  opened INTEGER NOT NULL CHECK (opened > 0),
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed = 0 OR closed >= opened)
) STRICT;
CREATE TABLE office_division (
  office     INTEGER NOT NULL REFERENCES office (office),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  code       TEXT   NOT NULL CHECK (length(code) IN (2, 4, 6, 9, 12)),
  PRIMARY KEY (office, valid_from),
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE TABLE paper (
  office INTEGER NOT NULL REFERENCES office (office),
  id     INTEGER NOT NULL CHECK (id > 0),
  kind   TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  at     INTEGER NOT NULL,
  sealed BLOB  NOT NULL CHECK (length(sealed) > 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE TABLE resolved_pack (
  hash      TEXT   NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  evaluator TEXT   NOT NULL,
  canonical TEXT   NOT NULL CHECK (length(canonical) > 0),
  at        INTEGER NOT NULL
) STRICT;
CREATE TABLE session (
  office INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  staff  INTEGER NOT NULL,
  token  BLOB  NOT NULL UNIQUE CHECK (length(token) = 32),
  begun  INTEGER NOT NULL CHECK (begun > 0),
  seen   INTEGER NOT NULL CHECK (seen >= begun),
  proved INTEGER NOT NULL CHECK (proved IN (0, 1)),
  device TEXT   NOT NULL CHECK (length(device) <= 40),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
) STRICT;
CREATE INDEX session_staff ON session (staff);
CREATE TABLE staff (
  office INTEGER NOT NULL REFERENCES office (office),
  id     INTEGER NOT NULL UNIQUE CHECK (id > 0),
  since  INTEGER NOT NULL CHECK (since > 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE TABLE staff_account (
  office       INTEGER NOT NULL,
  staff        INTEGER NOT NULL UNIQUE,
  account      TEXT   NOT NULL UNIQUE CHECK (length(account) BETWEEN 3 AND 32),
  name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  added_by     INTEGER NOT NULL CHECK (added_by >= 0),
  password     TEXT   NOT NULL CHECK (length(password) > 0),
  change_until INTEGER NOT NULL CHECK (change_until >= 0),
  totp         BLOB  NOT NULL,
  totp_step    INTEGER NOT NULL CHECK (totp_step >= 0),
  recovery     BLOB  NOT NULL,
  suspended    INTEGER NOT NULL CHECK (suspended >= 0),
  version      INTEGER NOT NULL CHECK (version > 0),
  PRIMARY KEY (office, staff),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
) STRICT;
CREATE TABLE staff_role (
  office INTEGER NOT NULL,
  staff  INTEGER NOT NULL,
  role   TEXT   NOT NULL CHECK (length(role) BETWEEN 1 AND 40),
  PRIMARY KEY (office, staff, role),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
) STRICT;
CREATE TABLE stand_in (
  office     INTEGER NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  staff      INTEGER NOT NULL,
  stands_for INTEGER NOT NULL CHECK (stands_for <> staff),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id),
  FOREIGN KEY (office, stands_for) REFERENCES staff (office, id),
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE TABLE timer (
  name    TEXT   NOT NULL PRIMARY KEY,
  next_at INTEGER NOT NULL
) STRICT;
