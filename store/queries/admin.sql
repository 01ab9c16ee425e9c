-- name: OfficeNames :many
SELECT office, valid_from, name FROM office_name ORDER BY office, valid_from;

-- name: AddOfficeName :exec
INSERT INTO office_name (office, valid_from, name) VALUES ($1, $2, $3);

-- name: OfficePhones :many
SELECT p.office, p.phone FROM office_phone p
WHERE NOT EXISTS (SELECT 1 FROM office_phone later WHERE later.office = p.office AND later.turn > p.turn);

-- name: AddOfficePhone :exec
INSERT INTO office_phone (office, turn, phone)
SELECT CAST(sqlc.arg(office) AS BIGINT), coalesce(max(turn), 0) + 1, CAST(sqlc.arg(phone) AS TEXT) FROM office_phone WHERE office = sqlc.arg(office);

-- name: EndOfficeDivision :execrows
UPDATE office_division SET valid_to = $3 WHERE office = $1 AND valid_from = $2;

-- name: CloseOffice :execrows
UPDATE office SET closed = $2 WHERE office = $1 AND closed = 0;

-- name: StaffAtWork :one
SELECT count(*) FROM staff_account WHERE office = $1 AND suspended = 0;

-- name: OpenHouseholds :one
SELECT count(*) FROM household WHERE office = $1 AND superseded = 0 AND state = 'open';

-- name: AddLoaded :exec
INSERT INTO loaded (office, kind, number, at, staff, text) VALUES ($1, $2, $3, $4, $5, $6);

-- name: LoadedFiles :many
SELECT office, number, at, staff, text FROM loaded WHERE kind = $1 AND number > sqlc.arg(after) AND taken_back = 0 ORDER BY number;

-- name: TakeBackLoaded :execrows
UPDATE loaded SET taken_back = $3, taker = $4 WHERE kind = $1 AND number = $2 AND taken_back = 0;

-- name: TakenBack :many
SELECT office, number, at, staff, taken_back, taker FROM loaded WHERE kind = $1 AND taken_back > 0 ORDER BY number;

-- name: EntriesBefore :many
SELECT seq, entry FROM audit_entry
WHERE office = sqlc.arg(office) AND seq >= sqlc.arg(first) AND seq < sqlc.arg(before)
ORDER BY seq DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: EntriesBetween :one
SELECT CAST(coalesce(min(seq), 0) AS BIGINT) AS first, CAST(coalesce(max(seq), 0) AS BIGINT) AS last FROM audit_entry
WHERE office = sqlc.arg(office) AND at >= sqlc.arg(since) AND at < sqlc.arg(until);

-- name: AccountLabel :one
SELECT account, name FROM staff_account WHERE staff = $1;

-- name: CheckpointsBefore :many
SELECT number, at, text FROM checkpoint WHERE number < sqlc.arg(before) ORDER BY number DESC LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: CheckpointOf :one
SELECT number, at, text FROM checkpoint WHERE number = $1;

-- name: JobCounts :many
SELECT state, count(*) AS jobs FROM job GROUP BY state;

-- name: AllDeadJobs :many
SELECT office, kind, key, run_at, attempts, last_error FROM job
WHERE state = 'dead' ORDER BY run_at DESC, office, kind, key LIMIT CAST(sqlc.arg(most) AS BIGINT);
