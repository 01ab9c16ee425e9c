-- name: AddCase :exec
INSERT INTO case_file (office, id, number, household, programme, state, ended, turn, entered, applied, accepted, person, law, ground, asked)
VALUES ($1, $2, $3, $4, $5, $6, 0, 1, $7, $8, $9, $10, $11, $12, $13);

-- name: SaveCase :execrows
UPDATE case_file SET state = sqlc.arg(state), ended = sqlc.arg(ended), turn = sqlc.arg(turn), entered = sqlc.arg(entered),
  applied = sqlc.arg(applied), accepted = sqlc.arg(accepted), person = sqlc.arg(person), unit = sqlc.arg(unit), law = sqlc.arg(law),
  delegated = sqlc.arg(delegated), urban = sqlc.arg(urban), beyond = sqlc.arg(beyond)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND turn = sqlc.arg(turn) - 1;

-- name: CaseFile :one
SELECT office, id, number, household, programme, state, turn, entered, applied, accepted, person, unit, law, delegated, urban, beyond, ground, asked FROM case_file WHERE office = $1 AND id = $2;

-- name: CaseByNumber :one
SELECT office, id FROM case_file WHERE number = $1;

-- name: CasesOf :many
SELECT office, id, number, household, programme, state, turn, entered, applied, accepted, person, unit, law, delegated, urban, beyond, ground, asked FROM case_file
WHERE office = $1 AND household = $2 ORDER BY +id DESC;

-- name: AddCaseMove :exec
INSERT INTO case_move (office, file, turn, at, staff, instead, done, step, needed, became, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: CaseMoves :many
SELECT turn, at, staff, instead, done, step, needed, became, note FROM case_move WHERE office = $1 AND file = $2 ORDER BY turn;

-- name: AddCaseWant :exec
INSERT INTO case_want (office, file, id, asked, brought, what) VALUES ($1, $2, $3, $4, 0, $5);

-- name: BringCaseWant :execrows
UPDATE case_want SET brought = sqlc.arg(brought)
WHERE office = sqlc.arg(office) AND file = sqlc.arg(file) AND id = sqlc.arg(id) AND brought = 0;

-- name: CaseWants :many
SELECT id, asked, brought, what FROM case_want WHERE office = $1 AND file = $2 ORDER BY id;

-- name: AddCaseObjection :exec
INSERT INTO case_objection (office, file, turn, settled) VALUES ($1, $2, $3, 0);

-- name: SettleCaseObjection :execrows
UPDATE case_objection SET settled = sqlc.arg(settled)
WHERE office = sqlc.arg(office) AND file = sqlc.arg(file) AND turn = sqlc.arg(turn) AND settled = 0;

-- name: OpenCaseObjections :many
SELECT turn FROM case_objection WHERE office = $1 AND file = $2 AND settled = 0 ORDER BY turn;

-- name: DropCaseDeadlines :exec
DELETE FROM case_deadline WHERE office = $1 AND file = $2;

-- name: AddCaseDeadline :exec
INSERT INTO case_deadline (office, file, step, start, n, unit, counting, day, until, provisional)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: CaseDeadlines :many
SELECT file, step, start, n, unit, counting, day, until, provisional FROM case_deadline
WHERE office = $1 AND file = $2 ORDER BY day, step;

-- name: DeadlinesBehind :many
SELECT file, step, start, n, unit, counting, day, until, provisional FROM case_deadline
WHERE office = sqlc.arg(office) AND (file > sqlc.arg(file) OR file = sqlc.arg(file) AND step > sqlc.arg(step))
ORDER BY file, step LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: RecountCaseDeadline :exec
UPDATE case_deadline SET day = sqlc.arg(day), provisional = sqlc.arg(provisional)
WHERE office = sqlc.arg(office) AND file = sqlc.arg(file) AND step = sqlc.arg(step) AND start = sqlc.arg(start);
