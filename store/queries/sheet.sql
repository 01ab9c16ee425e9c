-- name: AddSheet :exec
INSERT INTO sheet (office, id, version, blind, kind, state, staff, at, passed, households, persons, facts, report)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, $9);

-- name: SaveSheet :execrows
UPDATE sheet SET state = sqlc.arg(state), staff = sqlc.arg(staff), passed = sqlc.arg(passed), report = sqlc.arg(report)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id);

-- name: CountSheet :exec
UPDATE sheet SET households = households + sqlc.arg(households), persons = persons + sqlc.arg(persons), facts = facts + sqlc.arg(facts)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id);

-- name: Sheet :one
SELECT id, kind, state, staff, at, passed, households, persons, facts, report FROM sheet WHERE office = $1 AND id = $2;

-- name: SheetOf :one
SELECT id FROM sheet WHERE office = $1 AND version = $2 AND blind = $3;

-- name: Sheets :many
SELECT id, kind, state, staff, at, passed, households, persons, facts, report FROM sheet
WHERE office = sqlc.arg(office) ORDER BY id DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: AddSheetFamily :exec
INSERT INTO sheet_family (office, version, blind, sheet, household, sealed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (office, version, blind) DO NOTHING;

-- name: SheetFamily :one
SELECT household FROM sheet_family WHERE office = $1 AND version = $2 AND blind = $3;
