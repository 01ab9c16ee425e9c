-- name: AddInstance :exec
INSERT INTO instance (id, name, created, proof, signer, public) VALUES (1, $1, $2, $3, $4, $5);

-- name: Instance :one
SELECT name, created, proof, signer, public FROM instance WHERE id = 1;

-- name: MakeDemo :exec
UPDATE instance SET demo = 1 WHERE id = 1;

-- name: IsDemo :one
SELECT demo FROM instance WHERE id = 1;

-- name: AddOffice :exec
INSERT INTO office (office, above, level, name, opened) VALUES ($1, $2, $3, $4, $5);

-- name: AddOfficeDivision :exec
INSERT INTO office_division (office, valid_from, valid_to, code) VALUES ($1, $2, $3, $4);

-- name: Offices :many
SELECT office, above, level, name, opened, closed FROM office ORDER BY office;

-- name: OfficesVersion :one
SELECT CAST((SELECT count(*) FROM office) AS BIGINT) AS offices, CAST((SELECT coalesce(sum(closed), 0) FROM office) AS BIGINT) AS closed,
  CAST((SELECT count(*) FROM office_division) AS BIGINT) AS codes, CAST((SELECT count(*) FROM office_division WHERE valid_to = '9999-12-31') AS BIGINT) AS running,
  CAST((SELECT count(*) FROM office_name) AS BIGINT) AS names, CAST((SELECT count(*) FROM office_phone) AS BIGINT) AS phones;

-- name: OfficeDivisions :many
SELECT office, valid_from, valid_to, code FROM office_division ORDER BY office, valid_from;

-- name: AddStaff :exec
INSERT INTO staff (office, id, since) VALUES ($1, $2, $3);

-- name: AddStaffRole :exec
INSERT INTO staff_role (office, staff, role) VALUES ($1, $2, $3);

-- name: StaffRoles :many
SELECT office, staff, role FROM staff_role ORDER BY office, staff, role;

-- name: NextNumber :one
INSERT INTO counter (office, kind, last) VALUES ($1, $2, 1)
ON CONFLICT (office, kind) DO UPDATE SET last = counter.last + 1
RETURNING last;

-- name: KeyVersion :one
SELECT CAST(coalesce(max(last), 1) AS BIGINT) AS version FROM counter WHERE office = 0 AND kind = 'key';

-- name: RaiseKeyVersion :exec
INSERT INTO counter (office, kind, last) VALUES (0, 'key', $1)
ON CONFLICT (office, kind) DO UPDATE SET last = excluded.last WHERE counter.last < excluded.last;
