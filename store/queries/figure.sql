-- name: AddFigureProof :exec
INSERT INTO figure_proof (office, number, figure, digests, vals, title, reference, article, day, at, staff)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: FigureProofs :many
SELECT number, figure, digests, vals, title, reference, article, day, at, staff, taken_back, taker FROM figure_proof WHERE office = $1 ORDER BY number;

-- name: TakeBackFigureProof :execrows
UPDATE figure_proof SET taken_back = $3, taker = $4 WHERE office = $1 AND number = $2 AND taken_back = 0;
