-- A file that was loaded by mistake is taken back: it stays as it was loaded, and
-- no later run reads it. taken_back is when, 0 while it holds.

ALTER TABLE loaded ADD COLUMN taken_back BIGINT NOT NULL DEFAULT 0 CHECK (taken_back >= 0);
ALTER TABLE loaded ADD COLUMN taker BIGINT NOT NULL DEFAULT 0 CHECK (taker >= 0);
