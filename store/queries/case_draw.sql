-- name: AddDraw :exec
INSERT INTO case_draw (office, number, programme, share, day, staff, digest, hidden, seed, drawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '');

-- name: AddDrawItem :exec
INSERT INTO case_draw_item (office, draw, home, file, picked, found) VALUES ($1, $2, $3, $4, 0, '');

-- name: OpenDrawSeed :execrows
UPDATE case_draw SET seed = sqlc.arg(seed), drawn = sqlc.arg(drawn) WHERE office = sqlc.arg(office) AND number = sqlc.arg(number) AND seed = '';

-- name: PickDrawItem :exec
UPDATE case_draw_item SET picked = 1 WHERE office = sqlc.arg(office) AND draw = sqlc.arg(draw) AND home = sqlc.arg(home) AND file = sqlc.arg(file);

-- name: FindDrawItem :execrows
UPDATE case_draw_item SET found = sqlc.arg(found) WHERE office = sqlc.arg(office) AND draw = sqlc.arg(draw) AND home = sqlc.arg(home) AND file = sqlc.arg(file) AND picked = 1;

-- name: Draws :many
SELECT number, programme, share, day, staff, digest, hidden, seed, drawn FROM case_draw WHERE office = $1 ORDER BY number DESC;

-- name: DrawAt :one
SELECT number, programme, share, day, staff, digest, hidden, seed, drawn FROM case_draw WHERE office = $1 AND number = $2;

-- name: DrawItems :many
SELECT i.home, i.file, i.picked, i.found, c.number, c.state FROM case_draw_item i JOIN case_file c ON c.office = i.home AND c.id = i.file
WHERE i.office = $1 AND i.draw = $2 ORDER BY c.number;

-- name: DrawnCase :one
SELECT i.office, i.draw, i.picked, i.found, d.seed FROM case_draw_item i JOIN case_draw d ON d.office = i.office AND d.number = i.draw WHERE i.home = $1 AND i.file = $2;

-- Open cases of a programme that no batch has.
-- name: DrawableCases :many
SELECT f.id FROM case_file f WHERE f.office = $1 AND f.programme = $2 AND f.ended = 0 AND f.ground = ''
  AND NOT EXISTS (SELECT 1 FROM case_draw_item i WHERE i.home = f.office AND i.file = f.id)
ORDER BY f.id;
