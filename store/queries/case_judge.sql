-- name: AddDetermination :exec
INSERT INTO determination (office, file, turn, known, law, day, status, low, high, per, pays, starts, examples, snapshot, answer, told)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: Determinations :many
SELECT turn, known, law, day, status, low, high, per, pays, starts, examples FROM determination
WHERE office = $1 AND file = $2 ORDER BY turn;

-- name: DeterminationSealed :one
SELECT snapshot, answer, told FROM determination WHERE office = $1 AND file = $2 AND turn = $3;

-- name: DeterminationsBehind :many
SELECT d.office, d.file, d.turn, c.number FROM determination d JOIN case_file c ON c.office = d.office AND c.id = d.file
WHERE d.office > sqlc.arg(office) OR d.office = sqlc.arg(office) AND d.file > sqlc.arg(file)
  OR d.office = sqlc.arg(office) AND d.file = sqlc.arg(file) AND d.turn > sqlc.arg(turn)
ORDER BY d.office, d.file, d.turn LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- What was changed of a household and its people after a number of the chain.
-- name: TouchedSince :many
WITH folk AS (
  SELECT DISTINCT m.person FROM membership m WHERE m.office = sqlc.arg(office) AND m.household = sqlc.arg(household)
), touched AS (
  SELECT 'address' AS what, h.id AS subject, '' AS key FROM household h WHERE (h.known > sqlc.arg(since) OR h.superseded > sqlc.arg(since)) AND h.office = sqlc.arg(office) AND h.id = sqlc.arg(household)
  UNION SELECT 'membership', m.person, '' FROM membership m WHERE (m.known > sqlc.arg(since) OR m.superseded > sqlc.arg(since)) AND m.office = sqlc.arg(office) AND m.household = sqlc.arg(household)
  UNION SELECT 'person', p.id, '' FROM person p WHERE (p.known > sqlc.arg(since) OR p.superseded > sqlc.arg(since)) AND p.office = sqlc.arg(office) AND p.id IN (SELECT person FROM folk)
  UNION SELECT 'household', f.subject, f.key FROM fact f WHERE (f.known > sqlc.arg(since) OR f.superseded > sqlc.arg(since)) AND f.office = sqlc.arg(office) AND f.of = 'household' AND f.subject = sqlc.arg(household)
  UNION SELECT 'member', f.subject, f.key FROM fact f WHERE (f.known > sqlc.arg(since) OR f.superseded > sqlc.arg(since)) AND f.office = sqlc.arg(office) AND f.of = 'member' AND f.subject IN (SELECT person FROM folk)
)
SELECT what, subject, key FROM touched ORDER BY what, subject, key LIMIT 50;

-- name: AddDecision :exec
INSERT INTO decision (office, file, turn, determination, gives, differs, day, ruling) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Decisions :many
SELECT turn, determination, gives, differs, day, ruling FROM decision WHERE office = $1 AND file = $2 ORDER BY turn;

-- name: Differing :many
SELECT DISTINCT file FROM decision WHERE office = $1 AND differs = 1;

-- name: AddAward :exec
INSERT INTO award (office, id, unit, household, holder, programme, starts, known) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: AddAwardDecision :exec
INSERT INTO award_decision (office, award, number, starts, fen, per, pays, file, turn, known, superseded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0);

-- name: AddAwardPerson :exec
INSERT INTO award_person (office, person, programme, starts, ends, before, award) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: AwardsOfPerson :many
SELECT starts, ends, award FROM award_person WHERE office = $1 AND person = $2 AND programme = $3 ORDER BY ends;

-- name: AwardsOf :many
SELECT id, unit, holder, programme, starts FROM award WHERE office = $1 AND household = $2 ORDER BY +id;

-- name: AwardDecisions :many
SELECT number, starts, fen, per, pays, file, turn, known, superseded FROM award_decision
WHERE office = $1 AND award = $2 ORDER BY number;

-- name: AwardPeople :many
SELECT person, starts, ends FROM award_person WHERE office = $1 AND award = $2 ORDER BY +person;

-- What the next snapshot remembers of a person, as known by an act: what each
-- decision fixed, and the month from which the award is ended, 0 if it is not.
-- name: Granted :many
SELECT a.id, a.programme, d.starts, d.fen, d.pays, CAST(coalesce(e.month, 0) AS BIGINT) AS ended
FROM award a CROSS JOIN award_decision d
LEFT JOIN award_end e ON e.office = a.office AND e.award = a.id AND e.known <= sqlc.arg(at)
WHERE a.office = sqlc.arg(office) AND a.holder = sqlc.arg(person) AND d.office = a.office AND d.award = a.id
  AND d.known <= sqlc.arg(at) AND (d.superseded = 0 OR d.superseded > sqlc.arg(at))
ORDER BY +a.id, d.number;

-- name: AwardAt :one
SELECT id, unit, household, holder, programme, starts FROM award WHERE office = $1 AND id = $2;

-- name: AddAwardEnd :exec
INSERT INTO award_end (office, award, month, decided, file, turn, known) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: AwardEnd :one
SELECT month, decided, file, turn, known FROM award_end WHERE office = $1 AND award = $2;

-- What was decided for a month or later gives way to another decision.
-- name: SupersedeAward :exec
UPDATE award_decision SET superseded = sqlc.arg(known)
WHERE office = sqlc.arg(office) AND award = sqlc.arg(award) AND superseded = 0 AND starts >= sqlc.arg(month);

-- Nobody stands for an award any more that ends before it began for him.
-- name: DropAwardPeople :exec
DELETE FROM award_person WHERE office = sqlc.arg(office) AND award = sqlc.arg(award) AND starts >= sqlc.arg(month);

-- name: EndAwardPeople :exec
UPDATE award_person SET ends = CAST(sqlc.arg(month) AS BIGINT) - 1
WHERE office = sqlc.arg(office) AND award = sqlc.arg(award) AND ends >= CAST(sqlc.arg(month) AS BIGINT);
