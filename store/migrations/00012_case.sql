-- Applications on their way from the draft to the award: where they stand, what
-- was done by whose hand, what was asked for, what was objected to and which
-- limits run. What was done is only ever added to.

CREATE TABLE case_file (
  office    BIGINT NOT NULL,
  id        BIGINT NOT NULL CHECK (id > 0),
  number    TEXT   NOT NULL UNIQUE CHECK (length(number) = 16),
  household BIGINT NOT NULL CHECK (household > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  state     TEXT   NOT NULL CHECK (length(state) BETWEEN 1 AND 80),
  ended     BIGINT NOT NULL CHECK (ended IN (0, 1)),
  turn      BIGINT NOT NULL CHECK (turn > 0),
  entered   BIGINT NOT NULL,
  applied   TEXT   NOT NULL CHECK (length(applied) IN (0, 10)),
  accepted  TEXT   NOT NULL CHECK (length(accepted) IN (0, 10)),
  PRIMARY KEY (office, id)
);

CREATE INDEX case_file_household ON case_file (office, household);
CREATE INDEX case_file_open ON case_file (office, id) WHERE ended = 0;

CREATE TABLE case_move (
  office  BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  turn    BIGINT NOT NULL CHECK (turn > 0),
  at      BIGINT NOT NULL,
  staff   BIGINT NOT NULL CHECK (staff > 0),
  instead BIGINT NOT NULL CHECK (instead >= 0),
  done    TEXT   NOT NULL CHECK (length(done) BETWEEN 1 AND 40),
  step    TEXT   NOT NULL CHECK (length(step) <= 80),
  needed  TEXT   NOT NULL CHECK (length(needed) BETWEEN 1 AND 80),
  became  TEXT   NOT NULL CHECK (length(became) BETWEEN 1 AND 80),
  note    BYTEA  NOT NULL,
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);

CREATE TABLE case_want (
  office  BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  id      BIGINT NOT NULL CHECK (id > 0),
  asked   BIGINT NOT NULL CHECK (asked > 0),
  brought BIGINT NOT NULL CHECK (brought = 0 OR brought > asked),
  what    BYTEA  NOT NULL CHECK (length(what) > 0),
  PRIMARY KEY (office, file, id),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);

CREATE TABLE case_objection (
  office  BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  turn    BIGINT NOT NULL CHECK (turn > 0),
  settled BIGINT NOT NULL CHECK (settled = 0 OR settled > turn),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn)
);

CREATE TABLE case_deadline (
  office      BIGINT NOT NULL,
  file        BIGINT NOT NULL,
  step        TEXT   NOT NULL CHECK (length(step) BETWEEN 1 AND 80),
  start       BIGINT NOT NULL,
  n           BIGINT NOT NULL CHECK (n > 0),
  unit        TEXT   NOT NULL CHECK (length(unit) <= 20),
  counting    TEXT   NOT NULL CHECK (length(counting) <= 20),
  day         TEXT   NOT NULL CHECK (length(day) = 10),
  until       BIGINT NOT NULL,
  provisional BIGINT NOT NULL CHECK (provisional IN (0, 1)),
  PRIMARY KEY (office, file, step),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);
