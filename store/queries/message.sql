-- name: AddMessage :exec
INSERT INTO message (office, id, ident, kind, state, asked, until, settled, sealed) VALUES ($1, $2, $3, $4, 'waiting', $5, $6, 0, $7);

-- name: Message :one
SELECT office, id, ident, kind, state, asked, until, settled, sealed FROM message WHERE office = $1 AND id = $2;

-- name: SettleMessage :exec
UPDATE message SET state = sqlc.arg(state), settled = sqlc.arg(settled), sealed = sqlc.arg(sealed)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND state = 'waiting';

-- name: KeptMessages :many
SELECT office, id, ident, kind, state, asked, until, settled, sealed FROM message
WHERE length(sealed) > 0 ORDER BY asked DESC, office, id DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);
