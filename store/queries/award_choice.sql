-- name: AddAwardChoice :exec
INSERT INTO award_choice (office, award, known, way, household, home, heir_office, heir, person, month, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- The awards of a household that last in a month or beyond: its own that nobody
-- chose another way for, those that were chosen for it, wherever they lie, and those
-- that went with somebody who belongs to it on a day.
-- name: LiveAwards :many
WITH theirs AS (
  SELECT o.office, o.id FROM award o WHERE o.office = sqlc.arg(office) AND o.household = sqlc.arg(household)
    AND NOT EXISTS (SELECT 1 FROM award_choice c WHERE c.office = o.office AND c.award = o.id AND c.way <> 'stop')
  UNION SELECT c.office, c.award FROM award_choice c WHERE c.heir_office = sqlc.arg(office) AND c.heir = sqlc.arg(household)
    AND NOT EXISTS (SELECT 1 FROM award_choice l WHERE l.office = c.office AND l.award = c.award AND l.known > c.known AND l.way <> 'stop')
  UNION SELECT c.office, c.award FROM membership m JOIN award_choice c ON c.office = m.office AND c.person = m.person AND c.way = 'follow'
    WHERE m.office = sqlc.arg(office) AND m.household = sqlc.arg(household) AND m.superseded = 0 AND m.relation <> 'apart'
      AND m.valid_from <= sqlc.arg(day) AND m.valid_to >= sqlc.arg(day)
    AND NOT EXISTS (SELECT 1 FROM award_choice l WHERE l.office = c.office AND l.award = c.award AND l.known > c.known AND l.way <> 'stop')
)
SELECT a.office, a.id, a.programme, a.starts FROM theirs t JOIN award a ON a.office = t.office AND a.id = t.id
WHERE EXISTS (SELECT 1 FROM award_person p WHERE p.office = a.office AND p.award = a.id AND p.ends >= CAST(sqlc.arg(month) AS BIGINT))
ORDER BY a.office, a.id;

-- The last choice of each award that no decision has followed.
-- name: UndecidedChoices :many
SELECT c.award, c.known, c.way, c.household, c.home, c.heir_office, c.heir, c.person, c.month, c.reason, a.programme
FROM award_choice c JOIN award a ON a.office = c.office AND a.id = c.award
WHERE c.office = $1
  AND NOT EXISTS (SELECT 1 FROM award_choice later WHERE later.office = c.office AND later.award = c.award AND later.known > c.known)
  AND NOT EXISTS (SELECT 1 FROM award_decision d WHERE d.office = c.office AND d.award = c.award AND d.known > c.known)
  AND NOT EXISTS (SELECT 1 FROM award_end e WHERE e.office = c.office AND e.award = c.award AND e.known > c.known)
ORDER BY c.known, c.award;
