-- An offer that the other office has not answered ends otherwise too: the office
-- that made it takes its case back, or the family takes back what it asked for.
-- Such an offer is 'back' as well; quit says whose doing that was.
ALTER TABLE case_handed ADD COLUMN quit TEXT NOT NULL DEFAULT '' CHECK (quit IN ('', 'recalled', 'dropped'));
