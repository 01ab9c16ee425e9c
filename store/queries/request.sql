-- name: AddRequest :exec
INSERT INTO request (office, id, desk, ticket, state, turn, begun, lodged, home, application, content, code, until, tries, token, seen)
VALUES (sqlc.arg(office), sqlc.arg(id), sqlc.arg(office), sqlc.arg(ticket), 'filling', 1, sqlc.arg(begun), 0, 0, 0, sqlc.arg(content), sqlc.arg(none), 0, 0, sqlc.arg(none), sqlc.arg(begun));

-- name: SaveRequest :execrows
UPDATE request SET desk = sqlc.arg(desk), state = sqlc.arg(state), turn = sqlc.arg(turn), lodged = sqlc.arg(lodged), home = sqlc.arg(home),
  application = sqlc.arg(application), content = sqlc.arg(content)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND turn = sqlc.arg(turn) - 1;

-- name: RequestByTicket :one
SELECT office, id, desk, state, turn, begun, lodged, home, application, content, seen FROM request WHERE ticket = $1;

-- name: RequestByToken :one
SELECT office, id, desk, state, turn, begun, lodged, home, application, content, seen FROM request WHERE token = $1;

-- name: RequestAt :one
SELECT office, id, desk, state, turn, begun, lodged, home, application, content, seen FROM request WHERE desk = $1 AND id = $2 AND state <> 'filling';

-- name: RequestsAt :many
SELECT office, id, desk, state, turn, begun, lodged, home, application, content, seen FROM request
WHERE desk = sqlc.arg(desk) AND state IN ('lodged', 'back') ORDER BY lodged LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: SetRequestCode :exec
UPDATE request SET code = $1, until = $2, tries = 0 WHERE office = $3 AND id = $4;

-- name: TryRequestCode :one
UPDATE request SET tries = tries + 1 WHERE office = $1 AND id = $2 AND length(code) = 32 RETURNING code, until, tries;

-- name: OpenRequest :exec
UPDATE request SET token = sqlc.arg(token), seen = sqlc.arg(seen) WHERE office = sqlc.arg(office) AND id = sqlc.arg(id);

-- name: SeeRequest :exec
UPDATE request SET seen = $1 WHERE office = $2 AND id = $3;

-- name: DropRequestPapersBefore :exec
DELETE FROM request_paper WHERE EXISTS (SELECT 1 FROM request AS r WHERE r.office = request_paper.office AND r.id = request_paper.request AND r.state = 'filling' AND r.seen < $1);

-- name: DropRequestsBefore :many
DELETE FROM request WHERE state = 'filling' AND seen < $1 RETURNING office;

-- name: DropRequestPapers :exec
DELETE FROM request_paper WHERE office = $1 AND request = $2;

-- name: DropRequest :execrows
DELETE FROM request WHERE office = $1 AND id = $2 AND state = 'filling';

-- name: AddRequestPaper :exec
INSERT INTO request_paper (office, request, id, kind, kin, media, at, content, small) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: RequestPapers :many
SELECT id, kind, kin, media, at FROM request_paper WHERE office = $1 AND request = $2 ORDER BY id;

-- name: RequestPaper :one
SELECT kind, kin, media, at, content, small FROM request_paper WHERE office = $1 AND request = $2 AND id = $3;

-- name: DropRequestPaper :execrows
DELETE FROM request_paper WHERE office = $1 AND request = $2 AND id = $3;

-- name: RequestPapersAsLong :many
SELECT id, kind, kin, media, at, content FROM request_paper WHERE office = $1 AND request = $2 AND length(content) = CAST(sqlc.arg(sealed) AS BIGINT) ORDER BY id;
