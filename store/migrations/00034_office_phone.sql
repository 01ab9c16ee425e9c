-- An office has a telephone, or none: who is given a number may ask there. The
-- one of the last turn holds; an empty one says that there is none any more.
CREATE TABLE office_phone (
  office BIGINT NOT NULL REFERENCES office (office),
  turn   BIGINT NOT NULL CHECK (turn > 0),
  phone  TEXT   NOT NULL CHECK (length(phone) <= 20),
  PRIMARY KEY (office, turn)
);
