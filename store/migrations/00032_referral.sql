-- Needs of families that other bodies see to: with which application, where they
-- stand, and, sealed, to whom they went with which words and what came of it.

CREATE TABLE referral (
  office      BIGINT NOT NULL,
  id          BIGINT NOT NULL CHECK (id > 0),
  application BIGINT NOT NULL,
  area        TEXT   NOT NULL CHECK (area IN ('medical', 'education', 'housing', 'employment', 'other')),
  state       TEXT   NOT NULL CHECK (state IN ('open', 'handed', 'answered', 'closed')),
  turn        BIGINT NOT NULL CHECK (turn > 0),
  named       TEXT   NOT NULL CHECK (length(named) = 10),
  handed      TEXT   NOT NULL CHECK (length(handed) IN (0, 10)),
  staff       BIGINT NOT NULL CHECK (staff >= 0),
  sheet       BIGINT NOT NULL CHECK (sheet >= 0),
  ended       TEXT   NOT NULL CHECK (length(ended) IN (0, 10)),
  outcome     TEXT   NOT NULL CHECK (outcome IN ('', 'helped', 'refused', 'needless', 'dropped', 'withdrawn', 'elsewhere')),
  content     BYTEA  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, id),
  FOREIGN KEY (office, application) REFERENCES application (office, id),
  CHECK ((handed = '') = (staff = 0)),
  CHECK (state <> 'open' OR handed = ''),
  CHECK (state NOT IN ('handed', 'answered') OR handed <> ''),
  CHECK ((state IN ('answered', 'closed')) = (ended <> '')),
  CHECK ((state = 'answered') = (outcome IN ('helped', 'refused', 'needless'))),
  CHECK ((state = 'closed') = (outcome IN ('dropped', 'withdrawn', 'elsewhere')))
);

CREATE INDEX referral_application ON referral (office, application);
CREATE INDEX referral_waiting ON referral (office, named, id) WHERE state IN ('open', 'handed');
CREATE INDEX referral_ended ON referral (office, ended, id) WHERE state IN ('answered', 'closed');
-- One need of an area is handed on at a time.
CREATE UNIQUE INDEX referral_area ON referral (office, application, area) WHERE state IN ('open', 'handed') AND area <> 'other';
