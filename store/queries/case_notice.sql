-- name: AddCaseVoice :exec
INSERT INTO case_voice (office, file, turn, at, became, settled, content, done, step) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8);

-- name: CaseVoices :many
SELECT turn, at, became, settled, content, done, step FROM case_voice WHERE office = $1 AND file = $2 ORDER BY turn;

-- name: SettleCaseVoice :execrows
UPDATE case_voice SET settled = sqlc.arg(settled)
WHERE office = sqlc.arg(office) AND file = sqlc.arg(file) AND turn = sqlc.arg(turn) AND settled = 0;
