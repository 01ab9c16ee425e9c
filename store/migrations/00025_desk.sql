-- Whose hands a case is in just now: shown to all who work there, in nobody's
-- way, and handed on or given back with a reason that stands in the audit chain.

CREATE TABLE case_claim (
  office BIGINT NOT NULL,
  file   BIGINT NOT NULL,
  staff  BIGINT NOT NULL REFERENCES staff_account (staff),
  PRIMARY KEY (office, file),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);

CREATE INDEX case_claim_staff ON case_claim (staff);

-- What somebody wants to see of the work, under a name of his own. Asked is the
-- query of the page's address: words of lists and numbers of offices.

CREATE TABLE work_filter (
  office BIGINT NOT NULL,
  staff  BIGINT NOT NULL,
  name   TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
  asked  TEXT   NOT NULL CHECK (length(asked) <= 300),
  PRIMARY KEY (office, staff, name),
  FOREIGN KEY (office, staff) REFERENCES staff_account (office, staff)
);

-- Lists of decisions and of what was done are read by day.

CREATE INDEX decision_day ON decision (office, day);
CREATE INDEX case_move_at ON case_move (office, at);
