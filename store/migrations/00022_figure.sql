-- A county's word that rows of a figure, which the packs have without a published
-- source, are what a document says. digests are of what was confirmed, said
-- in words in vals: another value is another row.

CREATE TABLE figure_proof (
  office     BIGINT NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  figure     TEXT   NOT NULL CHECK (length(figure) BETWEEN 1 AND 80),
  digests    TEXT   NOT NULL CHECK (length(digests) >= 64),
  vals       TEXT   NOT NULL CHECK (length(vals) > 0),
  title      TEXT   NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  reference  TEXT   NOT NULL CHECK (length(reference) BETWEEN 1 AND 120),
  article    TEXT   NOT NULL CHECK (length(article) <= 120),
  day        TEXT   NOT NULL CHECK (length(day) = 10),
  at         BIGINT NOT NULL,
  staff      BIGINT NOT NULL,
  taken_back BIGINT NOT NULL DEFAULT 0 CHECK (taken_back = 0 OR taken_back >= at),
  taker      BIGINT NOT NULL DEFAULT 0 CHECK ((taker = 0) = (taken_back = 0)),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office) REFERENCES office (office)
);
