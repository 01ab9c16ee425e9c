-- What a family asks for by itself lies here, out of the register, until somebody
-- takes it in, sends it back or refuses it. The number that the family comes back
-- by is kept as a digest, and so is the token of its browser; one code is live.

CREATE TABLE request (
  office      BIGINT NOT NULL REFERENCES office (office),
  id          BIGINT NOT NULL CHECK (id > 0),
  desk        BIGINT NOT NULL REFERENCES office (office),
  ticket      BYTEA  NOT NULL UNIQUE CHECK (length(ticket) = 32),
  state       TEXT   NOT NULL CHECK (state IN ('filling', 'lodged', 'back', 'taken', 'refused')),
  turn        BIGINT NOT NULL CHECK (turn > 0),
  begun       BIGINT NOT NULL CHECK (begun > 0),
  lodged      BIGINT NOT NULL CHECK (lodged >= 0),
  home        BIGINT NOT NULL CHECK (home >= 0),
  application BIGINT NOT NULL CHECK (application >= 0),
  content     BYTEA  NOT NULL CHECK (length(content) > 0),
  code        BYTEA  NOT NULL CHECK (length(code) IN (0, 32)),
  until       BIGINT NOT NULL CHECK (until >= 0),
  tries       BIGINT NOT NULL CHECK (tries >= 0),
  token       BYTEA  NOT NULL CHECK (length(token) IN (0, 32)),
  seen        BIGINT NOT NULL CHECK (seen > 0),
  PRIMARY KEY (office, id),
  CHECK ((state = 'filling') = (lodged = 0)),
  CHECK ((state = 'taken') = (application > 0)),
  CHECK ((home > 0) = (application > 0))
);

CREATE UNIQUE INDEX request_token ON request (token) WHERE length(token) = 32;
CREATE INDEX request_desk ON request (desk, lodged) WHERE state IN ('lodged', 'back');

CREATE TABLE request_paper (
  office  BIGINT NOT NULL,
  request BIGINT NOT NULL,
  id      BIGINT NOT NULL CHECK (id > 0),
  kind    TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  kin     BIGINT NOT NULL CHECK (kin >= 0),
  media   TEXT   NOT NULL CHECK (length(media) BETWEEN 1 AND 40),
  at      BIGINT NOT NULL CHECK (at > 0),
  content BYTEA  NOT NULL CHECK (length(content) > 0),
  small   BYTEA  NOT NULL,
  PRIMARY KEY (office, request, id),
  FOREIGN KEY (office, request) REFERENCES request (office, id)
);
