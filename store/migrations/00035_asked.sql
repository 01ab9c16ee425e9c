-- The township at whose window a case was asked for, where that deals with it and
-- not the office that leads the family: urgent aid where the need arose. 0 of others.
ALTER TABLE case_file ADD COLUMN asked BIGINT NOT NULL DEFAULT 0 CHECK (asked >= 0);

CREATE INDEX case_file_asked ON case_file (asked) WHERE asked > 0 AND ended = 0;
