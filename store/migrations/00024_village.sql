-- The office below a township's that works for a household: the coordinator of its
-- village; 0 if none does, or nobody said.

ALTER TABLE household ADD COLUMN village BIGINT NOT NULL DEFAULT 0 CHECK (village >= 0);

CREATE INDEX household_village ON household (office, village) WHERE village > 0 AND superseded = 0;
