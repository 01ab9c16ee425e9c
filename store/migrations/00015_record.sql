-- What belongs to a turn of a case beyond its note: what was found on a visit,
-- said by neighbours, voted or reported. ident finds a record again: the key that
-- a phone gave it, so that what is sent twice is kept once.

CREATE TABLE case_record (
  office  BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  turn    BIGINT NOT NULL CHECK (turn > 0),
  kind    TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  sheet   BIGINT NOT NULL CHECK (sheet >= 0),
  ident   TEXT   NOT NULL CHECK (length(ident) <= 64),
  content BYTEA  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn)
);

CREATE UNIQUE INDEX case_record_ident ON case_record (ident) WHERE ident <> '';
