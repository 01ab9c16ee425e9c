-- name: ReplaceAwardDecisions :execrows
UPDATE award_decision SET superseded = sqlc.arg(known) WHERE office = sqlc.arg(office) AND award = sqlc.arg(award) AND superseded = 0;
