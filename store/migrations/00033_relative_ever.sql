-- A near relative who stood in the register while a case ran stays one for it: the
-- entries that were ended are looked for by the number too.
CREATE INDEX relative_ever ON relative (version, blind);
