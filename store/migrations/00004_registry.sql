-- Persons, households, who lives with whom, and what is known about them.
-- Nothing here is changed, only superseded: known is the number of the act in
-- the office's audit chain, superseded that of the act that put something else
-- in its place (0 while it stands). Index tables follow what stands now.

CREATE TABLE person (
  office     BIGINT NOT NULL REFERENCES office (office),
  id         BIGINT NOT NULL CHECK (id > 0),
  known      BIGINT NOT NULL CHECK (known > 0),
  superseded BIGINT NOT NULL CHECK (superseded = 0 OR superseded > known),
  name       TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  birth      TEXT   NOT NULL CHECK (length(birth) = 10),
  sex        TEXT   NOT NULL CHECK (sex IN ('male', 'female')),
  number     BYTEA  NOT NULL,
  phone      BYTEA  NOT NULL,
  account    BYTEA  NOT NULL,
  PRIMARY KEY (office, id, known)
);

CREATE UNIQUE INDEX person_current ON person (office, id) WHERE superseded = 0;
CREATE INDEX person_twin ON person (name, birth) WHERE superseded = 0;

-- The one table that is not cut by office: a number is looked for everywhere.
CREATE TABLE person_directory (
  version BIGINT NOT NULL CHECK (version > 0),
  blind   BYTEA  NOT NULL CHECK (length(blind) = 32),
  office  BIGINT NOT NULL REFERENCES office (office),
  person  BIGINT NOT NULL,
  PRIMARY KEY (version, blind)
);

CREATE INDEX person_directory_person ON person_directory (office, person);

CREATE TABLE person_blind (
  office  BIGINT NOT NULL REFERENCES office (office),
  kind    TEXT   NOT NULL CHECK (kind IN ('tail', 'phone')),
  version BIGINT NOT NULL CHECK (version > 0),
  blind   BYTEA  NOT NULL CHECK (length(blind) = 32),
  person  BIGINT NOT NULL,
  PRIMARY KEY (office, kind, version, blind, person)
);

CREATE INDEX person_blind_person ON person_blind (office, person);

CREATE TABLE name_key (
  office BIGINT NOT NULL REFERENCES office (office),
  token  TEXT   NOT NULL CHECK (length(token) > 0),
  person BIGINT NOT NULL,
  PRIMARY KEY (office, token, person)
);

CREATE INDEX name_key_person ON name_key (office, person);

-- A person who was entered twice or has moved, and under which number the
-- records go on.
CREATE TABLE person_alias (
  office    BIGINT NOT NULL REFERENCES office (office),
  id        BIGINT NOT NULL CHECK (id > 0),
  to_office BIGINT NOT NULL REFERENCES office (office),
  to_person BIGINT NOT NULL CHECK (to_person > 0),
  because   TEXT   NOT NULL CHECK (because IN ('duplicate', 'moved')),
  known     BIGINT NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id)
);

CREATE TABLE household (
  office     BIGINT NOT NULL REFERENCES office (office),
  id         BIGINT NOT NULL CHECK (id > 0),
  known      BIGINT NOT NULL CHECK (known > 0),
  superseded BIGINT NOT NULL CHECK (superseded = 0 OR superseded > known),
  state      TEXT   NOT NULL CHECK (state IN ('open', 'split', 'merged', 'moved')),
  address    TEXT   NOT NULL CHECK (length(address) <= 200),
  PRIMARY KEY (office, id, known)
);

CREATE UNIQUE INDEX household_current ON household (office, id) WHERE superseded = 0;

CREATE TABLE household_heir (
  office       BIGINT NOT NULL REFERENCES office (office),
  id           BIGINT NOT NULL CHECK (id > 0),
  to_office    BIGINT NOT NULL REFERENCES office (office),
  to_household BIGINT NOT NULL CHECK (to_household > 0),
  known        BIGINT NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id, to_office, to_household)
);

CREATE TABLE address_key (
  office    BIGINT NOT NULL REFERENCES office (office),
  token     TEXT   NOT NULL CHECK (length(token) > 0),
  household BIGINT NOT NULL,
  PRIMARY KEY (office, token, household)
);

CREATE INDEX address_key_household ON address_key (office, household);

CREATE TABLE membership (
  office     BIGINT NOT NULL REFERENCES office (office),
  household  BIGINT NOT NULL,
  person     BIGINT NOT NULL,
  known      BIGINT NOT NULL CHECK (known > 0),
  superseded BIGINT NOT NULL CHECK (superseded = 0 OR superseded > known),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  relation   TEXT   NOT NULL CHECK (length(relation) BETWEEN 1 AND 40),
  PRIMARY KEY (office, household, person, known, valid_from),
  CHECK (valid_from <= valid_to)
);

CREATE INDEX membership_person ON membership (office, person);

-- What is known about a person or household, in the words of the packs. value
-- is a literal of the pack language; what the pack calls sensitive is sealed.
CREATE TABLE fact (
  office     BIGINT NOT NULL REFERENCES office (office),
  of         TEXT   NOT NULL CHECK (of IN ('household', 'member')),
  subject    BIGINT NOT NULL,
  key        TEXT   NOT NULL CHECK (length(key) BETWEEN 1 AND 120),
  line       BIGINT NOT NULL CHECK (line >= 0),
  known      BIGINT NOT NULL CHECK (known > 0),
  superseded BIGINT NOT NULL CHECK (superseded = 0 OR superseded > known),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  value      TEXT   NOT NULL,
  sealed     BYTEA  NOT NULL,
  source     TEXT   NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
  evidence   BIGINT NOT NULL CHECK (evidence >= 0),
  PRIMARY KEY (office, of, subject, key, line, known, valid_from),
  CHECK (valid_from <= valid_to),
  CHECK ((length(value) = 0) = (length(sealed) > 0))
);

CREATE TABLE unit (
  office    BIGINT NOT NULL REFERENCES office (office),
  id        BIGINT NOT NULL CHECK (id > 0),
  household BIGINT NOT NULL,
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  pack      TEXT   NOT NULL CHECK (length(pack) = 64),
  day       TEXT   NOT NULL CHECK (length(day) = 10),
  known     BIGINT NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id)
);

CREATE TABLE unit_member (
  office  BIGINT NOT NULL,
  unit    BIGINT NOT NULL,
  person  BIGINT NOT NULL,
  counted BIGINT NOT NULL CHECK (counted IN (0, 1)),
  rule    TEXT   NOT NULL CHECK (length(rule) BETWEEN 1 AND 80),
  PRIMARY KEY (office, unit, person),
  FOREIGN KEY (office, unit) REFERENCES unit (office, id)
);

-- How many unmasked views a member of staff had on a day.
CREATE TABLE unmasked (
  office BIGINT NOT NULL REFERENCES office (office),
  staff  BIGINT NOT NULL,
  day    TEXT   NOT NULL CHECK (length(day) = 10),
  views  BIGINT NOT NULL CHECK (views > 0),
  PRIMARY KEY (office, staff, day)
);

-- Near relatives of staff, whose cases go to the county.
CREATE TABLE relative (
  office     BIGINT NOT NULL REFERENCES office (office),
  id         BIGINT NOT NULL CHECK (id > 0),
  known      BIGINT NOT NULL CHECK (known > 0),
  superseded BIGINT NOT NULL CHECK (superseded = 0 OR superseded > known),
  staff      BIGINT NOT NULL,
  relation   TEXT   NOT NULL CHECK (length(relation) BETWEEN 1 AND 40),
  name       TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  number     BYTEA  NOT NULL CHECK (length(number) > 0),
  version    BIGINT NOT NULL CHECK (version > 0),
  blind      BYTEA  NOT NULL CHECK (length(blind) = 32),
  PRIMARY KEY (office, id, known)
);

CREATE INDEX relative_blind ON relative (version, blind) WHERE superseded = 0;
