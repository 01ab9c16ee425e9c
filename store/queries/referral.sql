-- name: AddReferral :exec
INSERT INTO referral (office, id, application, area, state, turn, named, handed, staff, sheet, ended, outcome, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: SaveReferral :execrows
UPDATE referral SET state = sqlc.arg(state), turn = sqlc.arg(turn), handed = sqlc.arg(handed), staff = sqlc.arg(staff), sheet = sqlc.arg(sheet), ended = sqlc.arg(ended),
  outcome = sqlc.arg(outcome), content = sqlc.arg(content)
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND turn = sqlc.arg(turn) - 1;

-- name: Referral :one
SELECT office, id, application, area, state, turn, named, handed, staff, sheet, ended, outcome, content FROM referral WHERE office = $1 AND id = $2;

-- name: ReferralsOf :many
SELECT office, id, application, area, state, turn, named, handed, staff, sheet, ended, outcome, content FROM referral
WHERE office = $1 AND application = $2 ORDER BY +id;

-- name: ReferralsUnderWay :many
SELECT office, id, application, area, state, turn, named, handed, staff, sheet, ended, outcome, content FROM referral
WHERE office = sqlc.arg(office) AND state IN ('open', 'handed') AND (sqlc.arg(state) = '' OR state = sqlc.arg(state)) AND (sqlc.arg(area) = '' OR area = sqlc.arg(area))
ORDER BY named, id LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: ReferralsOver :many
SELECT office, id, application, area, state, turn, named, handed, staff, sheet, ended, outcome, content FROM referral
WHERE office = sqlc.arg(office) AND state IN ('answered', 'closed') AND (sqlc.arg(area) = '' OR area = sqlc.arg(area))
ORDER BY ended DESC, id DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: ReferralsUnder :many
SELECT state, count(*) AS n FROM referral WHERE office = $1 AND state IN ('open', 'handed') GROUP BY state;
