-- name: AddPerson :exec
INSERT INTO person (office, id, known, superseded, name, birth, sex, number, phone, account)
VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9);

-- name: SupersedePerson :execrows
UPDATE person SET superseded = sqlc.arg(known) WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND superseded = 0;

-- name: Person :one
SELECT known, name, birth, sex, number, phone, account FROM person
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND known <= sqlc.arg(at) AND (superseded = 0 OR superseded > sqlc.arg(at));

-- name: PersonHistory :many
SELECT known, name, birth, sex, number, phone, account FROM person WHERE office = $1 AND id = $2 ORDER BY known DESC;

-- name: Twins :many
SELECT office, id FROM person WHERE name = $1 AND birth = $2 AND superseded = 0 ORDER BY office, id;

-- name: AddDirectory :execrows
INSERT INTO person_directory (version, blind, office, person) VALUES ($1, $2, $3, $4) ON CONFLICT (version, blind) DO NOTHING;

-- name: Directory :one
SELECT office, person FROM person_directory WHERE version = $1 AND blind = $2;

-- name: DropDirectory :exec
DELETE FROM person_directory WHERE office = $1 AND person = $2;

-- name: AddBlind :exec
INSERT INTO person_blind (office, kind, version, blind, person) VALUES ($1, $2, $3, $4, $5);

-- name: DropBlinds :exec
DELETE FROM person_blind WHERE office = $1 AND person = $2;

-- name: ByBlind :many
SELECT person FROM person_blind
WHERE office = sqlc.arg(office) AND kind = sqlc.arg(kind) AND version = sqlc.arg(version) AND blind = sqlc.arg(blind)
ORDER BY person LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: StaleDirectory :many
SELECT office, person FROM person_directory WHERE version < sqlc.arg(version)
ORDER BY version, blind LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: StaleBlinds :many
SELECT DISTINCT person FROM person_blind WHERE office = sqlc.arg(office) AND kind = sqlc.arg(kind) AND version < sqlc.arg(version)
LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: AddNameKey :exec
INSERT INTO name_key (office, token, person) VALUES ($1, $2, $3);

-- name: DropNameKeys :exec
DELETE FROM name_key WHERE office = $1 AND person = $2;

-- name: ByName :many
SELECT DISTINCT person FROM name_key
WHERE office = sqlc.arg(office) AND token >= sqlc.arg(first) AND token < sqlc.arg(beyond)
ORDER BY person LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: AddAlias :exec
INSERT INTO person_alias (office, id, to_office, to_person, because, known) VALUES ($1, $2, $3, $4, $5, $6);

-- name: Alias :one
SELECT to_office, to_person FROM person_alias WHERE office = $1 AND id = $2;

-- name: AliasesOf :many
SELECT office, id FROM person_alias WHERE to_office = $1 AND to_person = $2 ORDER BY office, id;

-- name: AddHousehold :exec
INSERT INTO household (office, id, known, superseded, state, address, village) VALUES ($1, $2, $3, 0, $4, $5, $6);

-- name: SupersedeHousehold :execrows
UPDATE household SET superseded = sqlc.arg(known) WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND superseded = 0;

-- name: Household :one
SELECT known, state, address, village FROM household
WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND known <= sqlc.arg(at) AND (superseded = 0 OR superseded > sqlc.arg(at));

-- name: HouseholdHistory :many
SELECT known, state, address, village FROM household WHERE office = $1 AND id = $2 ORDER BY known;

-- name: AddHeir :exec
INSERT INTO household_heir (office, id, to_office, to_household, known) VALUES ($1, $2, $3, $4, $5);

-- name: Heirs :many
SELECT to_office, to_household FROM household_heir WHERE office = $1 AND id = $2 ORDER BY to_office, to_household;

-- name: Origins :many
SELECT office, id FROM household_heir WHERE to_office = $1 AND to_household = $2 ORDER BY office, id;

-- name: AddAddressKey :exec
INSERT INTO address_key (office, token, household) VALUES ($1, $2, $3);

-- name: DropAddressKeys :exec
DELETE FROM address_key WHERE office = $1 AND household = $2;

-- A page of the open households of an office, each with how many live in it on a
-- day, and who leads it.
-- name: HouseholdRoll :many
SELECT h.id, h.address, h.village, h.known,
  CAST((SELECT count(*) FROM membership m WHERE m.office = h.office AND m.household = h.id AND m.superseded = 0
    AND m.valid_from <= CAST(sqlc.arg(day) AS TEXT) AND m.valid_to >= CAST(sqlc.arg(day) AS TEXT)) AS BIGINT) AS people,
  CAST(coalesce(p.id, 0) AS BIGINT) AS head, CAST(coalesce(p.name, '') AS TEXT) AS name, p.number
FROM household h
LEFT JOIN membership l ON l.office = h.office AND l.household = h.id AND l.superseded = 0 AND l.relation = 'head'
  AND l.valid_from <= CAST(sqlc.arg(day) AS TEXT) AND l.valid_to >= CAST(sqlc.arg(day) AS TEXT)
LEFT JOIN person p ON p.office = l.office AND p.id = l.person AND p.superseded = 0
WHERE h.office = sqlc.arg(office) AND h.superseded = 0 AND h.state = 'open' AND h.id > sqlc.arg(after)
ORDER BY h.id LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: ServedBy :many
SELECT id FROM household
WHERE office = sqlc.arg(office) AND village = sqlc.arg(village) AND superseded = 0 AND state = 'open' AND id > sqlc.arg(after)
ORDER BY id LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: ByAddress :many
SELECT DISTINCT household FROM address_key
WHERE office = sqlc.arg(office) AND token >= sqlc.arg(first) AND token < sqlc.arg(beyond)
ORDER BY household LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: AddMembership :exec
INSERT INTO membership (office, household, person, known, superseded, valid_from, valid_to, relation, because)
VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8);

-- name: SupersedeMembership :execrows
UPDATE membership SET superseded = sqlc.arg(now)
WHERE office = sqlc.arg(office) AND household = sqlc.arg(household) AND person = sqlc.arg(person)
  AND known = sqlc.arg(known) AND valid_from = sqlc.arg(valid_from) AND superseded = 0;

-- name: MembersOf :many
SELECT person, known, valid_from, valid_to, relation, because FROM membership
WHERE office = sqlc.arg(office) AND household = sqlc.arg(household) AND known <= sqlc.arg(at) AND (superseded = 0 OR superseded > sqlc.arg(at))
ORDER BY person, valid_from;

-- name: MemberHistory :many
SELECT person, known, superseded, valid_from, valid_to, relation, because FROM membership
WHERE office = $1 AND household = $2 ORDER BY known, person, valid_from;

-- name: MembershipsOf :many
SELECT household, known, valid_from, valid_to, relation, because FROM membership
WHERE office = sqlc.arg(office) AND person = sqlc.arg(person) AND known <= sqlc.arg(at) AND (superseded = 0 OR superseded > sqlc.arg(at))
ORDER BY +household, valid_from;

-- name: AddFact :exec
INSERT INTO fact (office, of, subject, key, line, known, superseded, valid_from, valid_to, value, sealed, source, evidence)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12);

-- name: SupersedeFact :execrows
UPDATE fact SET superseded = sqlc.arg(now)
WHERE office = sqlc.arg(office) AND of = sqlc.arg(of) AND subject = sqlc.arg(subject) AND key = sqlc.arg(key)
  AND line = sqlc.arg(line) AND known = sqlc.arg(known) AND valid_from = sqlc.arg(valid_from) AND superseded = 0;

-- name: FactsOf :many
SELECT key, line, known, superseded, valid_from, valid_to, value, sealed, source, evidence FROM fact
WHERE office = sqlc.arg(office) AND of = sqlc.arg(of) AND subject = sqlc.arg(subject)
  AND known <= sqlc.arg(at) AND (superseded = 0 OR superseded > sqlc.arg(at))
ORDER BY key, line, valid_from;

-- name: FactHistory :many
SELECT key, line, known, superseded, valid_from, valid_to, value, sealed, source, evidence FROM fact
WHERE office = $1 AND of = $2 AND subject = $3
ORDER BY key, line, known, valid_from;

-- name: Mentions :many
SELECT office, of, subject, key, line, known, valid_from, valid_to, value, source, evidence FROM fact
WHERE key IN ('supporter.@person', 'natural_parent.@person') AND superseded = 0 AND value = $1
ORDER BY office, subject, key, line, valid_from;

-- name: LastLine :one
SELECT CAST(coalesce(max(line), 0) AS BIGINT) AS line FROM fact WHERE office = $1 AND of = $2 AND subject = $3 AND key = $4;

-- name: AddUnit :exec
INSERT INTO unit (office, id, household, programme, pack, day, known) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: AddUnitMember :exec
INSERT INTO unit_member (office, unit, person, counted, rule) VALUES ($1, $2, $3, $4, $5);

-- name: Unit :one
SELECT household, programme, pack, day, known FROM unit WHERE office = $1 AND id = $2;

-- name: UnitMembers :many
SELECT person, counted, rule FROM unit_member WHERE office = $1 AND unit = $2 ORDER BY person;

-- name: CountView :one
INSERT INTO unmasked (office, staff, day, views) VALUES ($1, $2, $3, 1)
ON CONFLICT (office, staff, day) DO UPDATE SET views = unmasked.views + 1
RETURNING views;

-- name: AddRelative :exec
INSERT INTO relative (office, id, known, superseded, staff, of_name, relation, name, number, version, blind)
VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10);

-- name: SupersedeRelative :execrows
UPDATE relative SET superseded = sqlc.arg(known) WHERE office = sqlc.arg(office) AND id = sqlc.arg(id) AND superseded = 0;

-- name: Relatives :many
SELECT office, id, known, staff, of_name, relation, name, number FROM relative WHERE office = $1 AND superseded = 0 ORDER BY id;

-- name: RelativesByNumber :many
SELECT office, id, known, staff, of_name, relation, name, number FROM relative WHERE version = $1 AND blind = $2 AND superseded = 0 ORDER BY office, id;

-- Those too that were ended.
-- name: RelativesEver :many
SELECT office, id, known, superseded, staff, of_name, relation, name, number FROM relative WHERE version = $1 AND blind = $2 ORDER BY office, id;

-- name: UnitsOf :many
SELECT id FROM unit WHERE office = $1 AND household = $2 ORDER BY +id;
