-- What somebody who is no staff says by the code on a notice: an objection that
-- waits like any other. It takes a turn of its case, so that whoever acts on the
-- case at that moment is told.

CREATE TABLE case_voice (
  office  BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  turn    BIGINT NOT NULL CHECK (turn > 0),
  at      BIGINT NOT NULL,
  became  TEXT   NOT NULL CHECK (length(became) BETWEEN 1 AND 80),
  settled BIGINT NOT NULL CHECK (settled = 0 OR settled > turn),
  content BYTEA  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);
