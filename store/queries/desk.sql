-- Open cases in short. Whoever was suspended or has no role left has none in his
-- hands: they fall back to all.
-- name: WaitingCases :many
SELECT sqlc.embed(f),
  CAST(coalesce((SELECT min(d.day) FROM case_deadline d WHERE d.office = f.office AND d.file = f.id), '') AS TEXT) AS due,
  CAST(coalesce((SELECT min(d.until) FROM case_deadline d WHERE d.office = f.office AND d.file = f.id AND d.until > 0), 0) AS BIGINT) AS hour,
  CAST(coalesce((SELECT c.staff FROM case_claim c JOIN staff_account a ON a.staff = c.staff AND a.suspended = 0
    WHERE c.office = f.office AND c.file = f.id AND EXISTS (SELECT 1 FROM staff_role r WHERE r.office = a.office AND r.staff = a.staff)), 0) AS BIGINT) AS claimed
FROM case_file f WHERE f.office = sqlc.arg(office) AND f.ended = 0
  AND (CAST(sqlc.arg(village) AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM household h
    WHERE h.office = f.office AND h.id = f.household AND h.village = CAST(sqlc.arg(village) AS BIGINT) AND h.superseded = 0))
ORDER BY f.id;

-- Open cases that a township deals with since they were asked for at its window.
-- name: WaitingAsked :many
SELECT sqlc.embed(f),
  CAST(coalesce((SELECT min(d.day) FROM case_deadline d WHERE d.office = f.office AND d.file = f.id), '') AS TEXT) AS due,
  CAST(coalesce((SELECT min(d.until) FROM case_deadline d WHERE d.office = f.office AND d.file = f.id AND d.until > 0), 0) AS BIGINT) AS hour,
  CAST(coalesce((SELECT c.staff FROM case_claim c JOIN staff_account a ON a.staff = c.staff AND a.suspended = 0
    WHERE c.office = f.office AND c.file = f.id AND EXISTS (SELECT 1 FROM staff_role r WHERE r.office = a.office AND r.staff = a.staff)), 0) AS BIGINT) AS claimed
FROM case_file f WHERE f.asked = sqlc.arg(asked) AND f.asked > 0 AND f.ended = 0
ORDER BY f.office, f.id;

-- name: CaseClaim :one
SELECT c.staff FROM case_claim c JOIN staff_account a ON a.staff = c.staff AND a.suspended = 0
WHERE c.office = $1 AND c.file = $2 AND EXISTS (SELECT 1 FROM staff_role r WHERE r.office = a.office AND r.staff = a.staff);

-- Of two who change one case's hands at a time, the second waits here.
-- name: HoldCase :exec
UPDATE case_file SET turn = turn WHERE office = $1 AND id = $2;

-- name: ClaimsOf :many
SELECT c.office, c.file FROM case_claim c JOIN case_file f ON f.office = c.office AND f.id = c.file AND f.ended = 0
WHERE c.staff = $1 ORDER BY c.office, c.file;

-- name: SetCaseClaim :exec
INSERT INTO case_claim (office, file, staff) VALUES ($1, $2, $3) ON CONFLICT (office, file) DO UPDATE SET staff = excluded.staff;

-- name: DropCaseClaim :exec
DELETE FROM case_claim WHERE office = $1 AND file = $2;

-- name: WorkFilters :many
SELECT name, asked FROM work_filter WHERE office = $1 AND staff = $2 ORDER BY name;

-- name: SetWorkFilter :exec
INSERT INTO work_filter (office, staff, name, asked) VALUES ($1, $2, $3, $4) ON CONFLICT (office, staff, name) DO UPDATE SET asked = excluded.asked;

-- name: DropWorkFilter :exec
DELETE FROM work_filter WHERE office = $1 AND staff = $2 AND name = $3;

-- What was decided of an office, the newest first.
-- name: DecisionsMade :many
SELECT sqlc.embed(f),
  d.turn AS decided, d.determination, d.gives, d.differs, d.day, d.ruling, m.staff
FROM decision d JOIN case_file f ON f.office = d.office AND f.id = d.file JOIN case_move m ON m.office = d.office AND m.file = d.file AND m.turn = d.turn
WHERE d.office = sqlc.arg(office) AND d.day >= CAST(sqlc.arg(since) AS TEXT) AND d.day <= CAST(sqlc.arg(until) AS TEXT)
  AND (CAST(sqlc.arg(programme) AS TEXT) = '' OR f.programme = CAST(sqlc.arg(programme) AS TEXT))
  AND (CAST(sqlc.arg(gives) AS BIGINT) < 0 OR d.gives = CAST(sqlc.arg(gives) AS BIGINT)) AND d.differs >= CAST(sqlc.arg(differs) AS BIGINT)
  AND (CAST(sqlc.arg(staff) AS BIGINT) = 0 OR m.staff = CAST(sqlc.arg(staff) AS BIGINT))
ORDER BY d.day DESC, d.file DESC, d.turn DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- Examinations that were ended before a decision, the newest first.
-- name: ExaminationsEnded :many
SELECT sqlc.embed(f),
  m.turn AS decided, m.at, m.staff
FROM case_move m JOIN case_file f ON f.office = m.office AND f.id = m.file
WHERE m.office = sqlc.arg(office) AND m.at >= sqlc.arg(since) AND m.at < sqlc.arg(until) AND m.done = 'cease'
  AND (CAST(sqlc.arg(programme) AS TEXT) = '' OR f.programme = CAST(sqlc.arg(programme) AS TEXT))
  AND (CAST(sqlc.arg(staff) AS BIGINT) = 0 OR m.staff = CAST(sqlc.arg(staff) AS BIGINT))
ORDER BY m.at DESC, m.file DESC, m.turn DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- Notices that came down, the newest first.
-- name: NoticesOver :many
SELECT sqlc.embed(f),
  m.at, m.done, m.step
FROM case_move m JOIN case_file f ON f.office = m.office AND f.id = m.file
WHERE m.office = sqlc.arg(office) AND m.at >= sqlc.arg(since) AND m.at < sqlc.arg(until) AND m.done IN ('end', 'uphold')
ORDER BY m.at DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- How many cases that were handed in within some days stand where.
-- name: CaseCounts :many
SELECT programme, state, count(*) AS cases FROM case_file
WHERE office = sqlc.arg(office) AND applied >= CAST(sqlc.arg(since) AS TEXT) AND applied <= CAST(sqlc.arg(until) AS TEXT)
GROUP BY programme, state ORDER BY programme, state;

-- What was done to those cases, each case's lines one behind the other.
-- name: CaseSteps :many
SELECT m.file, m.at, m.done, m.became, m.step, f.programme, f.delegated, f.urban FROM case_file f JOIN case_move m ON m.office = f.office AND m.file = f.id
WHERE f.office = sqlc.arg(office) AND f.applied >= CAST(sqlc.arg(since) AS TEXT) AND f.applied <= CAST(sqlc.arg(until) AS TEXT)
ORDER BY m.file, m.turn;
