-- name: AddPaper :exec
INSERT INTO paper (office, id, kind, at, sealed) VALUES ($1, $2, $3, $4, $5);

-- name: Paper :one
SELECT kind, at, sealed FROM paper WHERE office = $1 AND id = $2;

-- name: AddPack :exec
INSERT INTO resolved_pack (hash, evaluator, canonical, at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING;

-- name: Pack :one
SELECT evaluator, canonical FROM resolved_pack WHERE hash = $1;
