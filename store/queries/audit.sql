-- name: AddHead :exec
INSERT INTO audit_head (office, seq, hash) VALUES ($1, 0, $2);

-- name: LockHead :one
UPDATE audit_head SET seq = seq + 1 WHERE audit_head.office = $1
RETURNING seq, hash, CAST(coalesce((SELECT c.last FROM counter AS c WHERE c.office = 0 AND c.kind = 'key'), 1) AS BIGINT) AS key_version;

-- name: SetHead :exec
UPDATE audit_head SET hash = $2 WHERE office = $1;

-- name: Heads :many
SELECT office, seq, hash FROM audit_head ORDER BY office;

-- name: AddEntry :exec
INSERT INTO audit_entry (office, seq, at, entry) VALUES ($1, $2, $3, $4);

-- name: Entries :many
SELECT seq, entry FROM audit_entry WHERE office = sqlc.arg(office) AND seq > sqlc.arg(after) ORDER BY seq LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: AddCheckpoint :exec
INSERT INTO checkpoint (number, at, text) VALUES ($1, $2, $3);

-- name: Checkpoints :many
SELECT number, at, text FROM checkpoint ORDER BY number;

-- name: EntryAt :one
SELECT at FROM audit_entry WHERE office = $1 AND seq = $2;
