-- name: SetFamilyCode :exec
INSERT INTO family_code (office, file, digest, until, tries) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (office, file) DO UPDATE SET digest = excluded.digest, until = excluded.until, tries = 0;

-- name: TryFamilyCode :one
UPDATE family_code SET tries = tries + 1 WHERE office = $1 AND file = $2 RETURNING digest, until, tries;

-- name: DropFamilyCode :exec
DELETE FROM family_code WHERE office = $1 AND file = $2;

-- name: AddFamilySession :exec
INSERT INTO family_session (office, number, file, token, begun) VALUES ($1, $2, $3, $4, $5);

-- name: FamilySession :one
SELECT office, file, begun FROM family_session WHERE token = $1;

-- name: EndFamilySession :exec
DELETE FROM family_session WHERE token = $1;

-- name: EndFamilySessionsBefore :exec
DELETE FROM family_session WHERE begun < $1;

-- name: OpenPleas :many
SELECT file, turn, at FROM case_voice
WHERE office = sqlc.arg(office) AND done = 'plea' AND settled = 0 ORDER BY at LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: OpenPleasOf :many
SELECT turn FROM case_voice WHERE office = $1 AND file = $2 AND done = 'plea' AND settled = 0 ORDER BY turn;
