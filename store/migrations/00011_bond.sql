-- In whose tables a person stands is asked from his side too.

CREATE INDEX fact_person ON fact (value) WHERE key IN ('supporter.@person', 'natural_parent.@person') AND superseded = 0;
