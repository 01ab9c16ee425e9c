-- What the law makes of an application, by which law, what was decided on it, and
-- the awards that follow. A determination belongs to the turn of its case in which
-- it was made, a decision to that in which it was taken; both stay as they were
-- issued. A month is year*12 + month-1.

-- For whom a case is where the programme is a person's, its frozen unit, the law
-- that its procedure is taken from, and what that law says of it: whether the
-- township decides, the limits of an urban family run, and the sum is beyond
-- what a township may give.
ALTER TABLE case_file ADD COLUMN person BIGINT NOT NULL DEFAULT 0 CHECK (person >= 0);
ALTER TABLE case_file ADD COLUMN unit BIGINT NOT NULL DEFAULT 0 CHECK (unit >= 0);
ALTER TABLE case_file ADD COLUMN law TEXT NOT NULL DEFAULT '' CHECK (length(law) IN (0, 64));
ALTER TABLE case_file ADD COLUMN delegated BIGINT NOT NULL DEFAULT 0 CHECK (delegated IN (0, 1));
ALTER TABLE case_file ADD COLUMN urban BIGINT NOT NULL DEFAULT 0 CHECK (urban IN (0, 1));
ALTER TABLE case_file ADD COLUMN beyond BIGINT NOT NULL DEFAULT 0 CHECK (beyond IN (0, 1));

CREATE TABLE determination (
  office   BIGINT NOT NULL,
  file     BIGINT NOT NULL,
  turn     BIGINT NOT NULL CHECK (turn > 0),
  known    BIGINT NOT NULL CHECK (known > 0),
  law      TEXT   NOT NULL REFERENCES resolved_pack (hash),
  day      TEXT   NOT NULL CHECK (length(day) = 10),
  status   TEXT   NOT NULL CHECK (status IN ('entitled', 'leaving', 'refused', 'excluded', 'choice', 'waiting', 'undetermined', 'not_claimed')),
  low      BIGINT NOT NULL,
  high     BIGINT NOT NULL CHECK (high >= low),
  per      TEXT   NOT NULL CHECK (per IN ('', 'once', 'month', 'year', 'day')),
  pays     TEXT   NOT NULL CHECK (length(pays) <= 20),
  starts   BIGINT NOT NULL CHECK (starts >= 0),
  examples TEXT   NOT NULL,
  snapshot BYTEA  NOT NULL CHECK (length(snapshot) > 0),
  answer   BYTEA  NOT NULL CHECK (length(answer) > 0),
  told     BYTEA  NOT NULL CHECK (length(told) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn)
);

CREATE TABLE decision (
  office        BIGINT NOT NULL,
  file          BIGINT NOT NULL,
  turn          BIGINT NOT NULL CHECK (turn > determination),
  determination BIGINT NOT NULL,
  gives         BIGINT NOT NULL CHECK (gives IN (0, 1)),
  differs       BIGINT NOT NULL CHECK (differs IN (0, 1)),
  day           TEXT   NOT NULL CHECK (length(day) = 10),
  ruling        BYTEA  NOT NULL CHECK (length(ruling) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn),
  FOREIGN KEY (office, file, determination) REFERENCES determination (office, file, turn)
);

-- An award hangs on its unit. The holder is the one person in whose name the next
-- snapshots remember it.
CREATE TABLE award (
  office    BIGINT NOT NULL,
  id        BIGINT NOT NULL CHECK (id > 0),
  unit      BIGINT NOT NULL,
  household BIGINT NOT NULL CHECK (household > 0),
  holder    BIGINT NOT NULL CHECK (holder > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  starts    BIGINT NOT NULL CHECK (starts > 0),
  known     BIGINT NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id),
  UNIQUE (office, unit),
  FOREIGN KEY (office, unit) REFERENCES unit (office, id)
);

CREATE INDEX award_household ON award (office, household);
CREATE INDEX award_holder ON award (office, holder);

-- The chain of decisions of an award: what each fixes from a month on, until
-- another takes its place.
CREATE TABLE award_decision (
  office     BIGINT NOT NULL,
  award      BIGINT NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  starts     BIGINT NOT NULL CHECK (starts > 0),
  fen        BIGINT NOT NULL CHECK (fen >= 0),
  per        TEXT   NOT NULL CHECK (per IN ('', 'once', 'month', 'year', 'day')),
  pays       TEXT   NOT NULL CHECK (length(pays) <= 20),
  file       BIGINT NOT NULL,
  turn       BIGINT NOT NULL,
  known      BIGINT NOT NULL CHECK (known > 0),
  superseded BIGINT NOT NULL CHECK (superseded = 0 OR superseded > known),
  PRIMARY KEY (office, award, number),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  FOREIGN KEY (office, file, turn) REFERENCES decision (office, file, turn)
);

CREATE UNIQUE INDEX award_decision_standing ON award_decision (office, award, starts) WHERE superseded = 0;

-- Who stands for an award that lasts, and until when. A person's awards of a
-- programme follow each other without a common month: each row but the first
-- names the last month of the one before it, which no other names.
CREATE TABLE award_person (
  office    BIGINT NOT NULL,
  person    BIGINT NOT NULL CHECK (person > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  starts    BIGINT NOT NULL CHECK (starts > 0),
  ends      BIGINT NOT NULL,
  before    BIGINT,
  award     BIGINT NOT NULL,
  PRIMARY KEY (office, person, programme, ends),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  FOREIGN KEY (office, person, programme, before) REFERENCES award_person (office, person, programme, ends),
  CHECK (starts <= ends),
  CHECK (before IS NULL OR before < starts)
);

CREATE UNIQUE INDEX award_person_first ON award_person (office, person, programme) WHERE before IS NULL;
CREATE UNIQUE INDEX award_person_next ON award_person (office, person, programme, before) WHERE before IS NOT NULL;
CREATE INDEX award_person_award ON award_person (office, award);
