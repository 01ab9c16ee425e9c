-- An award in force is changed by a case of its own: ground says why it was begun;
-- an application has none.
ALTER TABLE case_file ADD COLUMN ground TEXT NOT NULL DEFAULT '' CHECK (length(ground) <= 20);

-- The end of an award: the last decision of its chain, from whose month on nothing
-- is paid. decided is the office of the case, which is another one where the
-- household has moved.
CREATE TABLE award_end (
  office  BIGINT NOT NULL,
  award   BIGINT NOT NULL,
  month   BIGINT NOT NULL CHECK (month > 0),
  decided BIGINT NOT NULL,
  file    BIGINT NOT NULL,
  turn    BIGINT NOT NULL,
  known   BIGINT NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, award),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  FOREIGN KEY (decided, file, turn) REFERENCES decision (office, file, turn)
);
