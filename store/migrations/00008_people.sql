-- What pages ask of people and households: why a membership ended, and what a
-- record came out of.

-- because says why a membership has no days after valid_to; it is empty where it
-- goes on, was only corrected, or ended with its household.
ALTER TABLE membership ADD COLUMN because TEXT NOT NULL DEFAULT '' CHECK (because IN ('', 'died', 'married', 'moved', 'independent', 'other'));

CREATE INDEX person_alias_of ON person_alias (to_office, to_person);

CREATE INDEX household_heir_of ON household_heir (to_office, to_household);

CREATE INDEX unit_household ON unit (office, household);
