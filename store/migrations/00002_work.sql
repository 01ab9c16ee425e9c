-- Jobs and timers, papers, and the law by which something was decided.

CREATE TABLE job (
  office      BIGINT NOT NULL CHECK (office >= 0),
  kind        TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  key         TEXT   NOT NULL CHECK (length(key) BETWEEN 1 AND 80),
  state       TEXT   NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
  run_at      BIGINT NOT NULL,
  asked       BIGINT NOT NULL CHECK (asked > 0),
  attempts    BIGINT NOT NULL CHECK (attempts >= 0),
  holder      TEXT   NOT NULL,
  lease_until BIGINT NOT NULL,
  last_error  TEXT   NOT NULL,
  PRIMARY KEY (office, kind, key),
  CHECK ((state = 'running') = (holder <> '')),
  CHECK ((state = 'running') = (lease_until > 0)),
  CHECK (state <> 'dead' OR last_error <> '')
);

CREATE INDEX job_due ON job (run_at, office) WHERE state <> 'dead';

CREATE TABLE leader (
  name        TEXT   NOT NULL PRIMARY KEY,
  holder      TEXT   NOT NULL CHECK (holder <> ''),
  lease_until BIGINT NOT NULL
);

CREATE TABLE timer (
  name    TEXT   NOT NULL PRIMARY KEY,
  next_at BIGINT NOT NULL
);

CREATE TABLE paper (
  office BIGINT NOT NULL REFERENCES office (office),
  id     BIGINT NOT NULL CHECK (id > 0),
  kind   TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  at     BIGINT NOT NULL,
  sealed BYTEA  NOT NULL CHECK (length(sealed) > 0),
  PRIMARY KEY (office, id)
);

CREATE TABLE resolved_pack (
  hash      TEXT   NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  evaluator TEXT   NOT NULL,
  canonical TEXT   NOT NULL CHECK (length(canonical) > 0),
  at        BIGINT NOT NULL
);
