-- name: AddHanded :exec
INSERT INTO case_handed (office, file, turn, id, target, was, entered, state, became) VALUES ($1, $2, $3, $4, $5, $6, $7, 'offered', 0);

-- name: SettleHanded :execrows
UPDATE case_handed SET state = sqlc.arg(state), became = sqlc.arg(became), quit = sqlc.arg(quit) WHERE id = sqlc.arg(id) AND state = 'offered';

-- name: Handed :one
SELECT office, file, turn, id, target, was, entered, state, became, quit FROM case_handed WHERE target = $1 AND id = $2;

-- name: HandedTo :many
SELECT office, file, turn, id, target, was, entered, state, became, quit FROM case_handed WHERE target = $1 AND state = 'offered' ORDER BY id;

-- name: HandedFrom :many
SELECT office, file, turn, id, target, was, entered, state, became, quit FROM case_handed WHERE office = $1 AND state = 'offered' ORDER BY id;

-- name: HandedOver :one
SELECT office, file, turn, id, target, was, entered, state, became, quit FROM case_handed WHERE office = $1 AND file = $2 ORDER BY turn DESC LIMIT 1;

-- name: HandedBecame :one
SELECT office, file, turn, id, target, was, entered, state, became, quit FROM case_handed WHERE target = $1 AND became = $2 AND became > 0;
