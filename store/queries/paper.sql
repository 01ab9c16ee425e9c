-- name: AddPaper :exec
INSERT INTO paper (office, id, kind, at, sealed) VALUES ($1, $2, $3, $4, $5);

-- name: Paper :one
SELECT kind, at, sealed FROM paper WHERE office = $1 AND id = $2;

-- name: PaperHousehold :one
SELECT household FROM filing WHERE office = $1 AND paper = $2 AND withdrawn = 0;

-- name: AddPack :exec
INSERT INTO resolved_pack (hash, evaluator, canonical, at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING;

-- name: Pack :one
SELECT evaluator, canonical FROM resolved_pack WHERE hash = $1;

-- name: AddFiling :exec
INSERT INTO filing (office, paper, known, withdrawn, household, person, media, size, valid_from, staff, version, blind, because, note, taker, small)
VALUES (sqlc.arg(office), sqlc.arg(paper), sqlc.arg(known), 0, sqlc.arg(household), sqlc.arg(person), sqlc.arg(media), sqlc.arg(size), sqlc.arg(valid_from),
  sqlc.arg(staff), sqlc.arg(version), sqlc.arg(blind), '', sqlc.arg(note), 0, sqlc.arg(small));

-- name: Filed :many
SELECT p.kind, p.at, f.office, f.paper, f.withdrawn, f.household, f.person, f.media, f.size, f.valid_from, f.staff, f.because, f.note, f.taker
FROM filing f JOIN paper p ON p.office = f.office AND p.id = f.paper
WHERE f.office = $1 AND f.household = $2
ORDER BY +f.paper;

-- name: Filing :one
SELECT p.kind, p.at, f.office, f.paper, f.withdrawn, f.household, f.person, f.media, f.size, f.valid_from, f.staff, f.because, f.note, f.taker
FROM filing f JOIN paper p ON p.office = f.office AND p.id = f.paper
WHERE f.office = $1 AND f.paper = $2;

-- name: SmallPicture :one
SELECT small FROM filing WHERE office = $1 AND paper = $2;

-- name: TwinPaper :one
SELECT paper FROM filing
WHERE office = $1 AND household = $2 AND version = $3 AND blind = $4 AND withdrawn = 0
ORDER BY +paper LIMIT 1;

-- name: WithdrawPaper :execrows
UPDATE filing SET withdrawn = sqlc.arg(known), because = sqlc.arg(because), note = sqlc.arg(note), taker = sqlc.arg(taker)
WHERE office = sqlc.arg(office) AND paper = sqlc.arg(paper) AND withdrawn = 0;

-- name: CountLook :one
INSERT INTO looked (office, staff, day, looks) VALUES ($1, $2, $3, 1)
ON CONFLICT (office, staff, day) DO UPDATE SET looks = looked.looks + 1
RETURNING looks;
