-- Messages out. What is sealed, the phone and the text, is erased as soon as the
-- message has gone, save in a demo, where it can be read. ident tells the receiver
-- that he has had a message before.

CREATE TABLE message (
  office  BIGINT NOT NULL,
  id      BIGINT NOT NULL CHECK (id > 0),
  ident   TEXT   NOT NULL UNIQUE CHECK (length(ident) = 26),
  kind    TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  state   TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'late')),
  asked   BIGINT NOT NULL,
  until   BIGINT NOT NULL CHECK (until > asked),
  settled BIGINT NOT NULL CHECK (settled = 0 OR settled >= asked),
  sealed  BYTEA  NOT NULL,
  PRIMARY KEY (office, id),
  CHECK ((state = 'waiting') = (settled = 0)),
  CHECK (state <> 'waiting' OR length(sealed) > 0)
);
