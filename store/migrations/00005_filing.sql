-- What is known about the papers of households. Their bytes lie in paper, apart,
-- so that a list need not read photographs. Nothing is deleted: withdrawn is the
-- number of the act in the office's audit chain that took a paper back, 0 while
-- it stands.

CREATE TABLE filing (
  office     BIGINT NOT NULL,
  paper      BIGINT NOT NULL,
  known      BIGINT NOT NULL CHECK (known > 0),
  withdrawn  BIGINT NOT NULL CHECK (withdrawn = 0 OR withdrawn > known),
  household  BIGINT NOT NULL CHECK (household > 0),
  person     BIGINT NOT NULL CHECK (person >= 0),
  media      TEXT   NOT NULL CHECK (media IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  size       BIGINT NOT NULL CHECK (size > 0),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  staff      BIGINT NOT NULL,
  version    BIGINT NOT NULL CHECK (version > 0),
  blind      BYTEA  NOT NULL CHECK (length(blind) = 32),
  because    TEXT   NOT NULL CHECK (length(because) <= 40),
  note       BYTEA  NOT NULL,
  taker      BIGINT NOT NULL CHECK (taker >= 0),
  small      BYTEA  NOT NULL,
  PRIMARY KEY (office, paper),
  FOREIGN KEY (office, paper) REFERENCES paper (office, id),
  CHECK ((withdrawn > 0) = (because <> ''))
);

CREATE INDEX filing_household ON filing (office, household);

-- How many whole papers a member of staff saw on a day.
CREATE TABLE looked (
  office BIGINT NOT NULL REFERENCES office (office),
  staff  BIGINT NOT NULL,
  day    TEXT   NOT NULL CHECK (length(day) = 10),
  looks  BIGINT NOT NULL CHECK (looks > 0),
  PRIMARY KEY (office, staff, day)
);
