-- What is to become of an award whose household ends, or that somebody leaves who
-- stands for it: chosen by whoever changes the household, and a proposal until the
-- chain of the award has a decision behind it. No money hangs on it.

CREATE TABLE award_choice (
  office      BIGINT NOT NULL,
  award       BIGINT NOT NULL,
  known       BIGINT NOT NULL CHECK (known > 0),
  way         TEXT   NOT NULL CHECK (way IN ('keep', 'follow', 'stop')),
  household   BIGINT NOT NULL CHECK (household > 0),
  home        BIGINT NOT NULL CHECK (home > 0),
  heir_office BIGINT NOT NULL CHECK (heir_office >= 0),
  heir        BIGINT NOT NULL CHECK (heir >= 0),
  person      BIGINT NOT NULL CHECK (person >= 0),
  month       BIGINT NOT NULL CHECK (month > 0),
  reason      BYTEA  NOT NULL CHECK (length(reason) > 0),
  PRIMARY KEY (office, award, known),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  CHECK ((way = 'keep') = (heir > 0)),
  CHECK ((heir > 0) = (heir_office > 0)),
  CHECK (way <> 'follow' OR person > 0)
);

CREATE INDEX award_choice_heir ON award_choice (heir_office, heir);
CREATE INDEX award_choice_person ON award_choice (office, person) WHERE way = 'follow';
