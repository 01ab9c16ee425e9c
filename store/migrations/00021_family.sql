-- What a family shows to follow its own case, and what it says there.

-- One live code for each case; of it only a keyed digest is kept.
CREATE TABLE family_code (
  office BIGINT NOT NULL,
  file   BIGINT NOT NULL,
  digest BYTEA  NOT NULL CHECK (length(digest) = 32),
  until  BIGINT NOT NULL,
  tries  BIGINT NOT NULL CHECK (tries >= 0),
  PRIMARY KEY (office, file),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);

-- Of a family's log-in, which is for one case, only the digest of its token is kept.
CREATE TABLE family_session (
  office BIGINT NOT NULL,
  number BIGINT NOT NULL CHECK (number > 0),
  file   BIGINT NOT NULL,
  token  BYTEA  NOT NULL UNIQUE CHECK (length(token) = 32),
  begun  BIGINT NOT NULL CHECK (begun > 0),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
);

-- A voice is what the family says too, beside objections by the code of a notice.
ALTER TABLE case_voice ADD COLUMN done TEXT NOT NULL DEFAULT 'object' CHECK (done IN ('object', 'plea', 'withdraw'));
ALTER TABLE case_voice ADD COLUMN step TEXT NOT NULL DEFAULT 'code' CHECK (length(step) BETWEEN 1 AND 80);
