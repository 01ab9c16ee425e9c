-- Whether an instance is a demo: said once when it is made and never changed. In
-- a demo all people are invented, decisions may rest on example figures, and its
-- pages say so.

ALTER TABLE instance ADD COLUMN demo BIGINT NOT NULL DEFAULT 0 CHECK (demo IN (0, 1));
