-- name: AddJob :exec
INSERT INTO job (office, kind, key, state, run_at, asked, attempts, holder, lease_until, last_error)
VALUES ($1, $2, $3, 'waiting', $4, 1, 0, '', 0, '')
ON CONFLICT (office, kind, key) DO UPDATE SET
  asked = job.asked + 1,
  run_at = CASE WHEN job.state = 'waiting' AND job.run_at < excluded.run_at THEN job.run_at ELSE excluded.run_at END,
  attempts = CASE WHEN job.state = 'dead' THEN 0 ELSE job.attempts END,
  state = CASE WHEN job.state = 'dead' THEN 'waiting' ELSE job.state END;

-- name: ClaimJob :one
UPDATE job SET state = 'running', holder = sqlc.arg(holder), lease_until = sqlc.arg(lease_until), attempts = attempts + 1
WHERE (office, kind, key) = (
  SELECT j.office, j.kind, j.key FROM job AS j
  WHERE j.state <> 'dead' AND j.run_at <= sqlc.arg(now) AND j.lease_until <= sqlc.arg(now)
  ORDER BY j.run_at, j.office LIMIT 1
  FOR UPDATE SKIP LOCKED)
RETURNING office, kind, key, run_at, attempts, asked;

-- name: EndJob :execrows
DELETE FROM job WHERE office = $1 AND kind = $2 AND key = $3 AND holder = $4 AND attempts = $5 AND asked = $6;

-- name: FreeJob :execrows
UPDATE job SET state = $6, run_at = $7, holder = '', lease_until = 0, last_error = $8
WHERE office = $1 AND kind = $2 AND key = $3 AND holder = $4 AND attempts = $5;

-- name: RepeatJob :execrows
UPDATE job SET state = 'waiting', attempts = 0, holder = '', lease_until = 0
WHERE office = $1 AND kind = $2 AND key = $3 AND holder = $4 AND attempts = $5;

-- name: DeadJobs :many
SELECT office, kind, key, run_at, attempts, last_error FROM job
WHERE state = 'dead' AND office = $1 ORDER BY run_at, kind, key;

-- name: ReviveJob :execrows
UPDATE job SET state = 'waiting', attempts = 0, run_at = $4
WHERE office = $1 AND kind = $2 AND key = $3 AND state = 'dead';

-- name: Lead :execrows
INSERT INTO leader (name, holder, lease_until) VALUES (sqlc.arg(name), sqlc.arg(holder), sqlc.arg(lease_until))
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
WHERE leader.lease_until <= sqlc.arg(now) OR leader.holder = excluded.holder;

-- name: AddTimer :execrows
INSERT INTO timer (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING;

-- name: Timer :one
SELECT next_at FROM timer WHERE name = $1;

-- name: AdvanceTimer :execrows
UPDATE timer SET next_at = sqlc.arg(next_at) WHERE name = sqlc.arg(name) AND next_at = sqlc.arg(due);
