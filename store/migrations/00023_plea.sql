-- What a family says at its case, for or against what was decided, waits for an
-- answer like an objection does; the list of work asks for it office by office.
CREATE INDEX case_voice_plea ON case_voice (office, at) WHERE done = 'plea' AND settled = 0;
