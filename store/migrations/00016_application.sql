-- What a family asks for at one time: by whom and where it was taken in, what it
-- said, sealed, and the cases that it became, one for each programme.

CREATE TABLE application (
  office    BIGINT NOT NULL,
  id        BIGINT NOT NULL CHECK (id > 0),
  household BIGINT NOT NULL CHECK (household > 0),
  way       TEXT   NOT NULL CHECK (way IN ('window', 'coordinator', 'self')),
  taken     BIGINT NOT NULL CHECK (taken >= 0),
  staff     BIGINT NOT NULL CHECK (staff >= 0),
  begun     BIGINT NOT NULL,
  handed    BIGINT NOT NULL CHECK (handed >= 0),
  turn      BIGINT NOT NULL CHECK (turn > 0),
  content   BYTEA  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, id),
  CHECK ((way = 'self') = (taken = 0))
);

CREATE INDEX application_household ON application (office, household);
CREATE INDEX application_taken ON application (taken, begun) WHERE handed = 0;

CREATE TABLE application_case (
  office      BIGINT NOT NULL,
  file        BIGINT NOT NULL,
  application BIGINT NOT NULL,
  PRIMARY KEY (office, file),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id),
  FOREIGN KEY (office, application) REFERENCES application (office, id)
);

CREATE INDEX application_case_application ON application_case (office, application);
