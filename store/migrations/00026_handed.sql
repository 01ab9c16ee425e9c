-- A case that an office hands over to another, which takes it on or sends it back.
-- was and entered are where it stood and since when; became is the case there. id
-- is given for the whole instance, so that the other office has a word for it.

CREATE TABLE case_handed (
  office  BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  turn    BIGINT NOT NULL CHECK (turn > 0),
  id      BIGINT NOT NULL UNIQUE CHECK (id > 0),
  target  BIGINT NOT NULL REFERENCES office (office),
  was     TEXT   NOT NULL CHECK (length(was) BETWEEN 1 AND 80),
  entered BIGINT NOT NULL,
  state   TEXT   NOT NULL CHECK (state IN ('offered', 'taken', 'back')),
  became  BIGINT NOT NULL CHECK (became >= 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn),
  CHECK ((state = 'taken') = (became > 0)),
  CHECK (target <> office)
);

CREATE INDEX case_handed_offered ON case_handed (target, id) WHERE state = 'offered';
CREATE UNIQUE INDEX case_handed_once ON case_handed (office, file) WHERE state <> 'back';
CREATE UNIQUE INDEX case_handed_became ON case_handed (target, became) WHERE became > 0;
