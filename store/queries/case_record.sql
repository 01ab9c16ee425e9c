-- name: AddCaseRecord :exec
INSERT INTO case_record (office, file, turn, kind, sheet, ident, content) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: CaseRecords :many
SELECT turn, kind, sheet, ident, content FROM case_record WHERE office = $1 AND file = $2 ORDER BY turn;

-- name: CaseRecordByIdent :one
SELECT office, file, turn, kind FROM case_record WHERE ident = $1 AND ident <> '';
