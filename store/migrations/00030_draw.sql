-- The draw of cases that a county looks into at home before it decides (43号第十六
-- 条). A batch is frozen with the digest of its seed; the seed is sealed until the
-- batch is drawn, and stands open from then on, so that everybody can draw again.

CREATE TABLE case_draw (
  office    BIGINT NOT NULL,
  number    BIGINT NOT NULL CHECK (number > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  share     TEXT   NOT NULL CHECK (length(share) BETWEEN 2 AND 10),
  day       TEXT   NOT NULL CHECK (length(day) = 10),
  staff     BIGINT NOT NULL CHECK (staff > 0),
  digest    TEXT   NOT NULL CHECK (length(digest) = 64),
  hidden    BYTEA  NOT NULL CHECK (length(hidden) > 0),
  seed      TEXT   NOT NULL CHECK (length(seed) IN (0, 64)),
  drawn     TEXT   NOT NULL CHECK (length(drawn) IN (0, 10)),
  PRIMARY KEY (office, number),
  CHECK ((seed = '') = (drawn = ''))
);

CREATE TABLE case_draw_item (
  office BIGINT NOT NULL,
  draw   BIGINT NOT NULL,
  home   BIGINT NOT NULL,
  file   BIGINT NOT NULL,
  picked BIGINT NOT NULL CHECK (picked IN (0, 1)),
  found  TEXT   NOT NULL CHECK (found IN ('', 'right', 'differs')),
  PRIMARY KEY (office, draw, home, file),
  UNIQUE (home, file),
  FOREIGN KEY (office, draw) REFERENCES case_draw (office, number),
  FOREIGN KEY (home, file) REFERENCES case_file (office, id),
  CHECK (found = '' OR picked = 1)
);
