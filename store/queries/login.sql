-- name: AddAccount :exec
INSERT INTO staff_account (office, staff, account, name, added_by, password, change_until, totp, totp_step, recovery, suspended, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 0, 1);

-- name: AccountByName :one
SELECT office, staff, account, name, added_by, password, change_until, totp, totp_step, recovery, suspended FROM staff_account WHERE account = $1;

-- name: AccountOf :one
SELECT office, staff, account, name, added_by, password, change_until, totp, totp_step, recovery, suspended FROM staff_account WHERE staff = $1;

-- name: LockAccount :one
UPDATE staff_account SET version = version + 1 WHERE staff = $1
RETURNING office, staff, account, name, added_by, password, change_until, totp, totp_step, recovery, suspended;

-- name: SaveAccount :exec
UPDATE staff_account SET password = $2, change_until = $3, totp = $4, totp_step = $5, recovery = $6, suspended = $7 WHERE staff = $1;

-- name: AccountsOfOffice :many
SELECT office, staff, account, name, added_by, suspended FROM staff_account WHERE office = $1 ORDER BY staff;

-- name: RolesOf :many
SELECT role FROM staff_role WHERE office = $1 AND staff = $2 ORDER BY role;

-- name: RolesAtOffice :many
SELECT staff, role FROM staff_role WHERE office = $1 ORDER BY staff, role;

-- name: RemoveStaffRole :exec
DELETE FROM staff_role WHERE office = $1 AND staff = $2 AND role = $3;

-- name: AddStandIn :exec
INSERT INTO stand_in (office, number, staff, stands_for, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6);

-- name: StandIns :many
SELECT number, staff, stands_for, valid_from, valid_to FROM stand_in WHERE office = $1 ORDER BY number;

-- name: EndStandIn :execrows
DELETE FROM stand_in WHERE office = $1 AND number = $2;

-- name: AddSession :exec
INSERT INTO session (office, number, staff, token, begun, seen, proved, device) VALUES ($1, $2, $3, $4, $5, $5, 0, $6);

-- name: SessionByToken :one
SELECT office, number, staff, begun, seen, proved, device FROM session WHERE token = $1;

-- name: SessionsOf :many
SELECT office, number, staff, begun, seen, proved, device FROM session WHERE staff = $1 ORDER BY number;

-- name: TouchSession :exec
UPDATE session SET seen = $3 WHERE office = $1 AND number = $2 AND seen < $3;

-- name: ProveSession :exec
UPDATE session SET token = $3, proved = 1 WHERE office = $1 AND number = $2;

-- name: EndSession :execrows
DELETE FROM session WHERE office = $1 AND number = $2 AND staff = $3;

-- name: EndSessionsOf :exec
DELETE FROM session WHERE staff = $1 AND number <> $2;

-- name: EndOldSessions :exec
DELETE FROM session WHERE seen < $1 OR begun < $2;

-- name: LockAttempt :one
INSERT INTO attempt (office, kind, key, failures, last) VALUES (0, $1, $2, 0, $3)
ON CONFLICT (office, kind, key) DO UPDATE SET kind = attempt.kind
RETURNING failures, last;

-- name: SetAttempt :exec
UPDATE attempt SET failures = $3, last = $4 WHERE office = 0 AND kind = $1 AND key = $2;

-- name: ClearAttempt :exec
DELETE FROM attempt WHERE office = 0 AND kind = $1 AND key = $2;

-- name: ForgetAttempts :exec
DELETE FROM attempt WHERE office = 0 AND last < $1;
