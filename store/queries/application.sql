-- name: AddApplication :exec
INSERT INTO application (office, id, household, way, taken, staff, begun, handed, turn, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 1, $8);

-- name: SaveApplication :execrows
UPDATE application SET handed = sqlc.arg(handed), turn = sqlc.arg(turn), content = sqlc.arg(content)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND turn = sqlc.arg(turn) - 1;

-- name: Application :one
SELECT office, id, household, way, taken, staff, begun, handed, turn, content FROM application WHERE office = $1 AND id = $2;

-- name: ApplicationsUnderWay :many
SELECT office, id, household, way, taken, staff, begun, handed, turn, content FROM application
WHERE taken = sqlc.arg(taken) AND handed = 0 ORDER BY begun DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: AddApplicationCase :exec
INSERT INTO application_case (office, file, application) VALUES ($1, $2, $3);

-- name: ApplicationCases :many
SELECT file FROM application_case WHERE office = $1 AND application = $2 ORDER BY +file;

-- name: ApplicationOf :one
SELECT application FROM application_case WHERE office = $1 AND file = $2;
