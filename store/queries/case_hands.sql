-- Whose hands entered what a case stands on: the entries of the audit chain by
-- which facts, memberships and papers became known that still stand, and those
-- that changed any of them since a time. CROSS JOIN: SQLite would read the whole
-- chain of the office and look for each entry among the acts.
-- name: EntriesBehind :many
WITH folk AS (
  SELECT DISTINCT m.person FROM membership m
  WHERE m.office = sqlc.arg(office) AND m.household = sqlc.arg(household) AND m.superseded = 0 AND m.valid_to >= sqlc.arg(day)
), touched AS (
  SELECT known, superseded FROM household h WHERE h.office = sqlc.arg(office) AND h.id = sqlc.arg(household)
  UNION SELECT known, superseded FROM membership m WHERE m.office = sqlc.arg(office) AND m.household = sqlc.arg(household)
  UNION SELECT known, superseded FROM person p WHERE p.office = sqlc.arg(office) AND p.id IN (SELECT person FROM folk)
  UNION SELECT known, superseded FROM fact f WHERE f.office = sqlc.arg(office) AND f.of = 'household' AND f.subject = sqlc.arg(household)
  UNION SELECT known, superseded FROM fact f WHERE f.office = sqlc.arg(office) AND f.of = 'member' AND f.subject IN (SELECT person FROM folk)
  UNION SELECT known, withdrawn FROM filing g WHERE g.office = sqlc.arg(office) AND g.household = sqlc.arg(household)
), acts AS (
  SELECT known AS seq, superseded FROM touched
  UNION SELECT superseded, superseded FROM touched WHERE superseded > 0
)
SELECT DISTINCT e.seq, e.entry FROM acts a CROSS JOIN audit_entry e
WHERE e.office = sqlc.arg(office) AND e.seq = a.seq AND (a.superseded = 0 OR e.at >= sqlc.arg(since))
ORDER BY e.seq;
