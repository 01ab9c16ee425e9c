CREATE TABLE address_key (
  office    INTEGER NOT NULL REFERENCES office (office),
  token     TEXT   NOT NULL CHECK (length(token) > 0),
  household INTEGER NOT NULL,
  PRIMARY KEY (office, token, household)
) STRICT;
CREATE INDEX address_key_household ON address_key (office, household);
CREATE TABLE application (
  office    INTEGER NOT NULL,
  id        INTEGER NOT NULL CHECK (id > 0),
  household INTEGER NOT NULL CHECK (household > 0),
  way       TEXT   NOT NULL CHECK (way IN ('window', 'coordinator', 'self')),
  taken     INTEGER NOT NULL CHECK (taken >= 0),
  staff     INTEGER NOT NULL CHECK (staff >= 0),
  begun     INTEGER NOT NULL,
  handed    INTEGER NOT NULL CHECK (handed >= 0),
  turn      INTEGER NOT NULL CHECK (turn > 0),
  content   BLOB  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, id),
  CHECK ((way = 'self') = (taken = 0))
) STRICT;
CREATE INDEX application_household ON application (office, household);
CREATE INDEX application_taken ON application (taken, begun) WHERE handed = 0;
CREATE TABLE application_case (
  office      INTEGER NOT NULL,
  file        INTEGER NOT NULL,
  application INTEGER NOT NULL,
  PRIMARY KEY (office, file),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id),
  FOREIGN KEY (office, application) REFERENCES application (office, id)
) STRICT;
CREATE INDEX application_case_application ON application_case (office, application);
CREATE TABLE attempt (
  office   INTEGER NOT NULL CHECK (office = 0),
  kind     TEXT   NOT NULL CHECK (kind IN ('account', 'address', 'second')),
  key      BLOB  NOT NULL CHECK (length(key) = 32),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  last     INTEGER NOT NULL,
  PRIMARY KEY (office, kind, key)
) STRICT;
CREATE TABLE audit_entry (
  office INTEGER NOT NULL REFERENCES audit_head (office),
  seq    INTEGER NOT NULL CHECK (seq > 0),
  at     INTEGER NOT NULL,
  entry  BLOB  NOT NULL CHECK (length(entry) > 0),
  PRIMARY KEY (office, seq)
) STRICT;
CREATE INDEX audit_entry_at ON audit_entry (office, at, seq);
CREATE TABLE audit_head (
  office INTEGER NOT NULL PRIMARY KEY CHECK (office >= 0),
  seq    INTEGER NOT NULL CHECK (seq >= 0),
  hash   BLOB  NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE award (
  office    INTEGER NOT NULL,
  id        INTEGER NOT NULL CHECK (id > 0),
  unit      INTEGER NOT NULL,
  household INTEGER NOT NULL CHECK (household > 0),
  holder    INTEGER NOT NULL CHECK (holder > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  starts    INTEGER NOT NULL CHECK (starts > 0),
  known     INTEGER NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id),
  UNIQUE (office, unit),
  FOREIGN KEY (office, unit) REFERENCES unit (office, id)
) STRICT;
CREATE INDEX award_holder ON award (office, holder);
CREATE INDEX award_household ON award (office, household);
CREATE TABLE award_choice (
  office      INTEGER NOT NULL,
  award       INTEGER NOT NULL,
  known       INTEGER NOT NULL CHECK (known > 0),
  way         TEXT   NOT NULL CHECK (way IN ('keep', 'follow', 'stop')),
  household   INTEGER NOT NULL CHECK (household > 0),
  home        INTEGER NOT NULL CHECK (home > 0),
  heir_office INTEGER NOT NULL CHECK (heir_office >= 0),
  heir        INTEGER NOT NULL CHECK (heir >= 0),
  person      INTEGER NOT NULL CHECK (person >= 0),
  month       INTEGER NOT NULL CHECK (month > 0),
  reason      BLOB  NOT NULL CHECK (length(reason) > 0),
  PRIMARY KEY (office, award, known),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  CHECK ((way = 'keep') = (heir > 0)),
  CHECK ((heir > 0) = (heir_office > 0)),
  CHECK (way <> 'follow' OR person > 0)
) STRICT;
CREATE INDEX award_choice_heir ON award_choice (heir_office, heir);
CREATE INDEX award_choice_person ON award_choice (office, person) WHERE way = 'follow';
CREATE TABLE award_decision (
  office     INTEGER NOT NULL,
  award      INTEGER NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  starts     INTEGER NOT NULL CHECK (starts > 0),
  fen        INTEGER NOT NULL CHECK (fen >= 0),
  per        TEXT   NOT NULL CHECK (per IN ('', 'once', 'month', 'year', 'day')),
  pays       TEXT   NOT NULL CHECK (length(pays) <= 20),
  file       INTEGER NOT NULL,
  turn       INTEGER NOT NULL,
  known      INTEGER NOT NULL CHECK (known > 0),
  superseded INTEGER NOT NULL CHECK (superseded = 0 OR superseded > known),
  PRIMARY KEY (office, award, number),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  FOREIGN KEY (office, file, turn) REFERENCES decision (office, file, turn)
) STRICT;
CREATE UNIQUE INDEX award_decision_standing ON award_decision (office, award, starts) WHERE superseded = 0;
CREATE TABLE award_end (
  office  INTEGER NOT NULL,
  award   INTEGER NOT NULL,
  month   INTEGER NOT NULL CHECK (month > 0),
  decided INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  turn    INTEGER NOT NULL,
  known   INTEGER NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, award),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  FOREIGN KEY (decided, file, turn) REFERENCES decision (office, file, turn)
) STRICT;
CREATE TABLE award_person (
  office    INTEGER NOT NULL,
  person    INTEGER NOT NULL CHECK (person > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  starts    INTEGER NOT NULL CHECK (starts > 0),
  ends      INTEGER NOT NULL,
  before    INTEGER,
  award     INTEGER NOT NULL,
  PRIMARY KEY (office, person, programme, ends),
  FOREIGN KEY (office, award) REFERENCES award (office, id),
  FOREIGN KEY (office, person, programme, before) REFERENCES award_person (office, person, programme, ends),
  CHECK (starts <= ends),
  CHECK (before IS NULL OR before < starts)
) STRICT;
CREATE INDEX award_person_award ON award_person (office, award);
CREATE UNIQUE INDEX award_person_first ON award_person (office, person, programme) WHERE before IS NULL;
CREATE UNIQUE INDEX award_person_next ON award_person (office, person, programme, before) WHERE before IS NOT NULL;
CREATE TABLE case_claim (
  office INTEGER NOT NULL,
  file   INTEGER NOT NULL,
  staff  INTEGER NOT NULL REFERENCES staff_account (staff),
  PRIMARY KEY (office, file),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE INDEX case_claim_staff ON case_claim (staff);
CREATE TABLE case_deadline (
  office      INTEGER NOT NULL,
  file        INTEGER NOT NULL,
  step        TEXT   NOT NULL CHECK (length(step) BETWEEN 1 AND 80),
  start       INTEGER NOT NULL,
  n           INTEGER NOT NULL CHECK (n > 0),
  unit        TEXT   NOT NULL CHECK (length(unit) <= 20),
  counting    TEXT   NOT NULL CHECK (length(counting) <= 20),
  day         TEXT   NOT NULL CHECK (length(day) = 10),
  until       INTEGER NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  PRIMARY KEY (office, file, step),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE TABLE case_draw (
  office    INTEGER NOT NULL,
  number    INTEGER NOT NULL CHECK (number > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  share     TEXT   NOT NULL CHECK (length(share) BETWEEN 2 AND 10),
  day       TEXT   NOT NULL CHECK (length(day) = 10),
  staff     INTEGER NOT NULL CHECK (staff > 0),
  digest    TEXT   NOT NULL CHECK (length(digest) = 64),
  hidden    BLOB  NOT NULL CHECK (length(hidden) > 0),
  seed      TEXT   NOT NULL CHECK (length(seed) IN (0, 64)),
  drawn     TEXT   NOT NULL CHECK (length(drawn) IN (0, 10)),
  PRIMARY KEY (office, number),
  CHECK ((seed = '') = (drawn = ''))
) STRICT;
CREATE TABLE case_draw_item (
  office INTEGER NOT NULL,
  draw   INTEGER NOT NULL,
  home   INTEGER NOT NULL,
  file   INTEGER NOT NULL,
  picked INTEGER NOT NULL CHECK (picked IN (0, 1)),
  found  TEXT   NOT NULL CHECK (found IN ('', 'right', 'differs')),
  PRIMARY KEY (office, draw, home, file),
  UNIQUE (home, file),
  FOREIGN KEY (office, draw) REFERENCES case_draw (office, number),
  FOREIGN KEY (home, file) REFERENCES case_file (office, id),
  CHECK (found = '' OR picked = 1)
) STRICT;
CREATE TABLE case_file (
  office    INTEGER NOT NULL,
  id        INTEGER NOT NULL CHECK (id > 0),
  number    TEXT   NOT NULL UNIQUE CHECK (length(number) = 16),
  household INTEGER NOT NULL CHECK (household > 0),
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  state     TEXT   NOT NULL CHECK (length(state) BETWEEN 1 AND 80),
  ended     INTEGER NOT NULL CHECK (ended IN (0, 1)),
  turn      INTEGER NOT NULL CHECK (turn > 0),
  entered   INTEGER NOT NULL,
  applied   TEXT   NOT NULL CHECK (length(applied) IN (0, 10)),
  accepted  TEXT   NOT NULL CHECK (length(accepted) IN (0, 10)), person INTEGER NOT NULL DEFAULT 0 CHECK (person >= 0), unit INTEGER NOT NULL DEFAULT 0 CHECK (unit >= 0), law TEXT NOT NULL DEFAULT '' CHECK (length(law) IN (0, 64)), delegated INTEGER NOT NULL DEFAULT 0 CHECK (delegated IN (0, 1)), urban INTEGER NOT NULL DEFAULT 0 CHECK (urban IN (0, 1)), beyond INTEGER NOT NULL DEFAULT 0 CHECK (beyond IN (0, 1)), ground TEXT NOT NULL DEFAULT '' CHECK (length(ground) <= 20), asked INTEGER NOT NULL DEFAULT 0 CHECK (asked >= 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE INDEX case_file_asked ON case_file (asked) WHERE asked > 0 AND ended = 0;
CREATE INDEX case_file_household ON case_file (office, household);
CREATE INDEX case_file_open ON case_file (office, id) WHERE ended = 0;
CREATE TABLE case_handed (
  office  INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  turn    INTEGER NOT NULL CHECK (turn > 0),
  id      INTEGER NOT NULL UNIQUE CHECK (id > 0),
  target  INTEGER NOT NULL REFERENCES office (office),
  was     TEXT   NOT NULL CHECK (length(was) BETWEEN 1 AND 80),
  entered INTEGER NOT NULL,
  state   TEXT   NOT NULL CHECK (state IN ('offered', 'taken', 'back')),
  became  INTEGER NOT NULL CHECK (became >= 0), quit TEXT NOT NULL DEFAULT '' CHECK (quit IN ('', 'recalled', 'dropped')),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn),
  CHECK ((state = 'taken') = (became > 0)),
  CHECK (target <> office)
) STRICT;
CREATE UNIQUE INDEX case_handed_became ON case_handed (target, became) WHERE became > 0;
CREATE INDEX case_handed_offered ON case_handed (target, id) WHERE state = 'offered';
CREATE UNIQUE INDEX case_handed_once ON case_handed (office, file) WHERE state <> 'back';
CREATE TABLE case_move (
  office  INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  turn    INTEGER NOT NULL CHECK (turn > 0),
  at      INTEGER NOT NULL,
  staff   INTEGER NOT NULL CHECK (staff > 0),
  instead INTEGER NOT NULL CHECK (instead >= 0),
  done    TEXT   NOT NULL CHECK (length(done) BETWEEN 1 AND 40),
  step    TEXT   NOT NULL CHECK (length(step) <= 80),
  needed  TEXT   NOT NULL CHECK (length(needed) BETWEEN 1 AND 80),
  became  TEXT   NOT NULL CHECK (length(became) BETWEEN 1 AND 80),
  note    BLOB  NOT NULL,
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE INDEX case_move_at ON case_move (office, at);
CREATE TABLE case_objection (
  office  INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  turn    INTEGER NOT NULL CHECK (turn > 0),
  settled INTEGER NOT NULL CHECK (settled = 0 OR settled > turn),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn)
) STRICT;
CREATE TABLE case_record (
  office  INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  turn    INTEGER NOT NULL CHECK (turn > 0),
  kind    TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  sheet   INTEGER NOT NULL CHECK (sheet >= 0),
  ident   TEXT   NOT NULL CHECK (length(ident) <= 64),
  content BLOB  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn)
) STRICT;
CREATE UNIQUE INDEX case_record_ident ON case_record (ident) WHERE ident <> '';
CREATE TABLE case_voice (
  office  INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  turn    INTEGER NOT NULL CHECK (turn > 0),
  at      INTEGER NOT NULL,
  became  TEXT   NOT NULL CHECK (length(became) BETWEEN 1 AND 80),
  settled INTEGER NOT NULL CHECK (settled = 0 OR settled > turn),
  content BLOB  NOT NULL CHECK (length(content) > 0), done TEXT NOT NULL DEFAULT 'object' CHECK (done IN ('object', 'plea', 'withdraw')), step TEXT NOT NULL DEFAULT 'code' CHECK (length(step) BETWEEN 1 AND 80),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE INDEX case_voice_plea ON case_voice (office, at) WHERE done = 'plea' AND settled = 0;
CREATE TABLE case_want (
  office  INTEGER NOT NULL,
  file    INTEGER NOT NULL,
  id      INTEGER NOT NULL CHECK (id > 0),
  asked   INTEGER NOT NULL CHECK (asked > 0),
  brought INTEGER NOT NULL CHECK (brought = 0 OR brought > asked),
  what    BLOB  NOT NULL CHECK (length(what) > 0),
  PRIMARY KEY (office, file, id),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE TABLE checkpoint (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  at     INTEGER NOT NULL,
  text   TEXT   NOT NULL CHECK (length(text) > 0)
) STRICT;
CREATE TABLE counter (
  office INTEGER NOT NULL,
  kind   TEXT   NOT NULL,
  last   INTEGER NOT NULL CHECK (last > 0),
  PRIMARY KEY (office, kind)
) STRICT;
CREATE TABLE decision (
  office        INTEGER NOT NULL,
  file          INTEGER NOT NULL,
  turn          INTEGER NOT NULL CHECK (turn > determination),
  determination INTEGER NOT NULL,
  gives         INTEGER NOT NULL CHECK (gives IN (0, 1)),
  differs       INTEGER NOT NULL CHECK (differs IN (0, 1)),
  day           TEXT   NOT NULL CHECK (length(day) = 10),
  ruling        BLOB  NOT NULL CHECK (length(ruling) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn),
  FOREIGN KEY (office, file, determination) REFERENCES determination (office, file, turn)
) STRICT;
CREATE INDEX decision_day ON decision (office, day);
CREATE TABLE determination (
  office   INTEGER NOT NULL,
  file     INTEGER NOT NULL,
  turn     INTEGER NOT NULL CHECK (turn > 0),
  known    INTEGER NOT NULL CHECK (known > 0),
  law      TEXT   NOT NULL REFERENCES resolved_pack (hash),
  day      TEXT   NOT NULL CHECK (length(day) = 10),
  status   TEXT   NOT NULL CHECK (status IN ('entitled', 'leaving', 'refused', 'excluded', 'choice', 'waiting', 'undetermined', 'not_claimed')),
  low      INTEGER NOT NULL,
  high     INTEGER NOT NULL CHECK (high >= low),
  per      TEXT   NOT NULL CHECK (per IN ('', 'once', 'month', 'year', 'day')),
  pays     TEXT   NOT NULL CHECK (length(pays) <= 20),
  starts   INTEGER NOT NULL CHECK (starts >= 0),
  examples TEXT   NOT NULL,
  snapshot BLOB  NOT NULL CHECK (length(snapshot) > 0),
  answer   BLOB  NOT NULL CHECK (length(answer) > 0),
  told     BLOB  NOT NULL CHECK (length(told) > 0),
  PRIMARY KEY (office, file, turn),
  FOREIGN KEY (office, file, turn) REFERENCES case_move (office, file, turn)
) STRICT;
CREATE TABLE fact (
  office     INTEGER NOT NULL REFERENCES office (office),
  of         TEXT   NOT NULL CHECK (of IN ('household', 'member')),
  subject    INTEGER NOT NULL,
  key        TEXT   NOT NULL CHECK (length(key) BETWEEN 1 AND 120),
  line       INTEGER NOT NULL CHECK (line >= 0),
  known      INTEGER NOT NULL CHECK (known > 0),
  superseded INTEGER NOT NULL CHECK (superseded = 0 OR superseded > known),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  value      TEXT   NOT NULL,
  sealed     BLOB  NOT NULL,
  source     TEXT   NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
  evidence   INTEGER NOT NULL CHECK (evidence >= 0),
  PRIMARY KEY (office, of, subject, key, line, known, valid_from),
  CHECK (valid_from <= valid_to),
  CHECK ((length(value) = 0) = (length(sealed) > 0))
) STRICT;
CREATE INDEX fact_person ON fact (value) WHERE key IN ('supporter.@person', 'natural_parent.@person') AND superseded = 0;
CREATE TABLE family_code (
  office INTEGER NOT NULL,
  file   INTEGER NOT NULL,
  digest BLOB  NOT NULL CHECK (length(digest) = 32),
  until  INTEGER NOT NULL,
  tries  INTEGER NOT NULL CHECK (tries >= 0),
  PRIMARY KEY (office, file),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE TABLE family_session (
  office INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  file   INTEGER NOT NULL,
  token  BLOB  NOT NULL UNIQUE CHECK (length(token) = 32),
  begun  INTEGER NOT NULL CHECK (begun > 0),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, file) REFERENCES case_file (office, id)
) STRICT;
CREATE TABLE figure_proof (
  office     INTEGER NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  figure     TEXT   NOT NULL CHECK (length(figure) BETWEEN 1 AND 80),
  digests    TEXT   NOT NULL CHECK (length(digests) >= 64),
  vals       TEXT   NOT NULL CHECK (length(vals) > 0),
  title      TEXT   NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  reference  TEXT   NOT NULL CHECK (length(reference) BETWEEN 1 AND 120),
  article    TEXT   NOT NULL CHECK (length(article) <= 120),
  day        TEXT   NOT NULL CHECK (length(day) = 10),
  at         INTEGER NOT NULL,
  staff      INTEGER NOT NULL,
  taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back = 0 OR taken_back >= at),
  taker      INTEGER NOT NULL DEFAULT 0 CHECK ((taker = 0) = (taken_back = 0)),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office) REFERENCES office (office)
) STRICT;
CREATE TABLE filing (
  office     INTEGER NOT NULL,
  paper      INTEGER NOT NULL,
  known      INTEGER NOT NULL CHECK (known > 0),
  withdrawn  INTEGER NOT NULL CHECK (withdrawn = 0 OR withdrawn > known),
  household  INTEGER NOT NULL CHECK (household > 0),
  person     INTEGER NOT NULL CHECK (person >= 0),
  media      TEXT   NOT NULL CHECK (media IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  size       INTEGER NOT NULL CHECK (size > 0),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  staff      INTEGER NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0),
  blind      BLOB  NOT NULL CHECK (length(blind) = 32),
  because    TEXT   NOT NULL CHECK (length(because) <= 40),
  note       BLOB  NOT NULL,
  taker      INTEGER NOT NULL CHECK (taker >= 0),
  small      BLOB  NOT NULL,
  PRIMARY KEY (office, paper),
  FOREIGN KEY (office, paper) REFERENCES paper (office, id),
  CHECK ((withdrawn > 0) = (because <> ''))
) STRICT;
CREATE INDEX filing_household ON filing (office, household);
CREATE TABLE household (
  office     INTEGER NOT NULL REFERENCES office (office),
  id         INTEGER NOT NULL CHECK (id > 0),
  known      INTEGER NOT NULL CHECK (known > 0),
  superseded INTEGER NOT NULL CHECK (superseded = 0 OR superseded > known),
  state      TEXT   NOT NULL CHECK (state IN ('open', 'split', 'merged', 'moved')),
  address    TEXT   NOT NULL CHECK (length(address) <= 200), village INTEGER NOT NULL DEFAULT 0 CHECK (village >= 0),
  PRIMARY KEY (office, id, known)
) STRICT;
CREATE UNIQUE INDEX household_current ON household (office, id) WHERE superseded = 0;
CREATE INDEX household_village ON household (office, village) WHERE village > 0 AND superseded = 0;
CREATE TABLE household_heir (
  office       INTEGER NOT NULL REFERENCES office (office),
  id           INTEGER NOT NULL CHECK (id > 0),
  to_office    INTEGER NOT NULL REFERENCES office (office),
  to_household INTEGER NOT NULL CHECK (to_household > 0),
  known        INTEGER NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id, to_office, to_household)
) STRICT;
CREATE INDEX household_heir_of ON household_heir (to_office, to_household);
CREATE TABLE instance (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  name    TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  created INTEGER NOT NULL CHECK (created > 0),
  proof   BLOB  NOT NULL CHECK (length(proof) > 0),
  signer  BLOB  NOT NULL CHECK (length(signer) > 0),
  public  TEXT   NOT NULL CHECK (length(public) = 130)
, demo INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1))) STRICT;
CREATE TABLE job (
  office      INTEGER NOT NULL CHECK (office >= 0),
  kind        TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  key         TEXT   NOT NULL CHECK (length(key) BETWEEN 1 AND 80),
  state       TEXT   NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
  run_at      INTEGER NOT NULL,
  asked       INTEGER NOT NULL CHECK (asked > 0),
  attempts    INTEGER NOT NULL CHECK (attempts >= 0),
  holder      TEXT   NOT NULL,
  lease_until INTEGER NOT NULL,
  last_error  TEXT   NOT NULL,
  PRIMARY KEY (office, kind, key),
  CHECK ((state = 'running') = (holder <> '')),
  CHECK ((state = 'running') = (lease_until > 0)),
  CHECK (state <> 'dead' OR last_error <> '')
) STRICT;
CREATE INDEX job_due ON job (run_at, office) WHERE state <> 'dead';
CREATE TABLE leader (
  name        TEXT   NOT NULL PRIMARY KEY,
  holder      TEXT   NOT NULL CHECK (holder <> ''),
  lease_until INTEGER NOT NULL
) STRICT;
CREATE TABLE loaded (
  office INTEGER NOT NULL CHECK (office >= 0),
  kind   TEXT   NOT NULL CHECK (kind IN ('calendar', 'divisions')),
  number INTEGER NOT NULL CHECK (number > 0),
  at     INTEGER NOT NULL,
  staff  INTEGER NOT NULL CHECK (staff >= 0),
  text   TEXT   NOT NULL CHECK (length(text) > 0), taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back >= 0), taker INTEGER NOT NULL DEFAULT 0 CHECK (taker >= 0),
  PRIMARY KEY (office, kind, number),
  CHECK (office = 0 OR kind = 'calendar')
) STRICT;
CREATE TABLE looked (
  office INTEGER NOT NULL REFERENCES office (office),
  staff  INTEGER NOT NULL,
  day    TEXT   NOT NULL CHECK (length(day) = 10),
  looks  INTEGER NOT NULL CHECK (looks > 0),
  PRIMARY KEY (office, staff, day)
) STRICT;
CREATE TABLE membership (
  office     INTEGER NOT NULL REFERENCES office (office),
  household  INTEGER NOT NULL,
  person     INTEGER NOT NULL,
  known      INTEGER NOT NULL CHECK (known > 0),
  superseded INTEGER NOT NULL CHECK (superseded = 0 OR superseded > known),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  relation   TEXT   NOT NULL CHECK (length(relation) BETWEEN 1 AND 40), because TEXT NOT NULL DEFAULT '' CHECK (because IN ('', 'died', 'married', 'moved', 'independent', 'other')),
  PRIMARY KEY (office, household, person, known, valid_from),
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX membership_person ON membership (office, person);
CREATE TABLE message (
  office  INTEGER NOT NULL,
  id      INTEGER NOT NULL CHECK (id > 0),
  ident   TEXT   NOT NULL UNIQUE CHECK (length(ident) = 26),
  kind    TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  state   TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'late')),
  asked   INTEGER NOT NULL,
  until   INTEGER NOT NULL CHECK (until > asked),
  settled INTEGER NOT NULL CHECK (settled = 0 OR settled >= asked),
  sealed  BLOB  NOT NULL,
  PRIMARY KEY (office, id),
  CHECK ((state = 'waiting') = (settled = 0)),
  CHECK (state <> 'waiting' OR length(sealed) > 0)
) STRICT;
CREATE TABLE name_key (
  office INTEGER NOT NULL REFERENCES office (office),
  token  TEXT   NOT NULL CHECK (length(token) > 0),
  person INTEGER NOT NULL,
  PRIMARY KEY (office, token, person)
) STRICT;
CREATE INDEX name_key_person ON name_key (office, person);
CREATE TABLE office (
  office INTEGER NOT NULL PRIMARY KEY CHECK (office BETWEEN 1 AND 32767),
  above  INTEGER REFERENCES office (office) CHECK (above < office),
  level  TEXT   NOT NULL CHECK (level IN ('province', 'city', 'county', 'township', 'village')),
  name   TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  opened INTEGER NOT NULL CHECK (opened > 0),
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed = 0 OR closed >= opened)
) STRICT;
CREATE TABLE office_division (
  office     INTEGER NOT NULL REFERENCES office (office),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  code       TEXT   NOT NULL CHECK (length(code) IN (2, 4, 6, 9, 12)),
  PRIMARY KEY (office, valid_from),
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE TABLE office_name (
  office     INTEGER NOT NULL REFERENCES office (office),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  name       TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  PRIMARY KEY (office, valid_from)
) STRICT;
CREATE TABLE office_phone (
  office INTEGER NOT NULL REFERENCES office (office),
  turn   INTEGER NOT NULL CHECK (turn > 0),
  phone  TEXT   NOT NULL CHECK (length(phone) <= 20),
  PRIMARY KEY (office, turn)
) STRICT;
CREATE TABLE paper (
  office INTEGER NOT NULL REFERENCES office (office),
  id     INTEGER NOT NULL CHECK (id > 0),
  kind   TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  at     INTEGER NOT NULL,
  sealed BLOB  NOT NULL CHECK (length(sealed) > 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE TABLE person (
  office     INTEGER NOT NULL REFERENCES office (office),
  id         INTEGER NOT NULL CHECK (id > 0),
  known      INTEGER NOT NULL CHECK (known > 0),
  superseded INTEGER NOT NULL CHECK (superseded = 0 OR superseded > known),
  name       TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  birth      TEXT   NOT NULL CHECK (length(birth) = 10),
  sex        TEXT   NOT NULL CHECK (sex IN ('male', 'female')),
  number     BLOB  NOT NULL,
  phone      BLOB  NOT NULL,
  account    BLOB  NOT NULL,
  PRIMARY KEY (office, id, known)
) STRICT;
CREATE UNIQUE INDEX person_current ON person (office, id) WHERE superseded = 0;
CREATE INDEX person_twin ON person (name, birth) WHERE superseded = 0;
CREATE TABLE person_alias (
  office    INTEGER NOT NULL REFERENCES office (office),
  id        INTEGER NOT NULL CHECK (id > 0),
  to_office INTEGER NOT NULL REFERENCES office (office),
  to_person INTEGER NOT NULL CHECK (to_person > 0),
  because   TEXT   NOT NULL CHECK (because IN ('duplicate', 'moved')),
  known     INTEGER NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE INDEX person_alias_of ON person_alias (to_office, to_person);
CREATE TABLE person_blind (
  office  INTEGER NOT NULL REFERENCES office (office),
  kind    TEXT   NOT NULL CHECK (kind IN ('tail', 'phone')),
  version INTEGER NOT NULL CHECK (version > 0),
  blind   BLOB  NOT NULL CHECK (length(blind) = 32),
  person  INTEGER NOT NULL,
  PRIMARY KEY (office, kind, version, blind, person)
) STRICT;
CREATE INDEX person_blind_person ON person_blind (office, person);
CREATE TABLE person_directory (
  version INTEGER NOT NULL CHECK (version > 0),
  blind   BLOB  NOT NULL CHECK (length(blind) = 32),
  office  INTEGER NOT NULL REFERENCES office (office),
  person  INTEGER NOT NULL,
  PRIMARY KEY (version, blind)
) STRICT;
CREATE INDEX person_directory_person ON person_directory (office, person);
CREATE TABLE referral (
  office      INTEGER NOT NULL,
  id          INTEGER NOT NULL CHECK (id > 0),
  application INTEGER NOT NULL,
  area        TEXT   NOT NULL CHECK (area IN ('medical', 'education', 'housing', 'employment', 'other')),
  state       TEXT   NOT NULL CHECK (state IN ('open', 'handed', 'answered', 'closed')),
  turn        INTEGER NOT NULL CHECK (turn > 0),
  named       TEXT   NOT NULL CHECK (length(named) = 10),
  handed      TEXT   NOT NULL CHECK (length(handed) IN (0, 10)),
  staff       INTEGER NOT NULL CHECK (staff >= 0),
  sheet       INTEGER NOT NULL CHECK (sheet >= 0),
  ended       TEXT   NOT NULL CHECK (length(ended) IN (0, 10)),
  outcome     TEXT   NOT NULL CHECK (outcome IN ('', 'helped', 'refused', 'needless', 'dropped', 'withdrawn', 'elsewhere')),
  content     BLOB  NOT NULL CHECK (length(content) > 0),
  PRIMARY KEY (office, id),
  FOREIGN KEY (office, application) REFERENCES application (office, id),
  CHECK ((handed = '') = (staff = 0)),
  CHECK (state <> 'open' OR handed = ''),
  CHECK (state NOT IN ('handed', 'answered') OR handed <> ''),
  CHECK ((state IN ('answered', 'closed')) = (ended <> '')),
  CHECK ((state = 'answered') = (outcome IN ('helped', 'refused', 'needless'))),
  CHECK ((state = 'closed') = (outcome IN ('dropped', 'withdrawn', 'elsewhere')))
) STRICT;
CREATE INDEX referral_application ON referral (office, application);
CREATE UNIQUE INDEX referral_area ON referral (office, application, area) WHERE state IN ('open', 'handed') AND area <> 'other';
CREATE INDEX referral_ended ON referral (office, ended, id) WHERE state IN ('answered', 'closed');
CREATE INDEX referral_waiting ON referral (office, named, id) WHERE state IN ('open', 'handed');
CREATE TABLE relative (
  office     INTEGER NOT NULL REFERENCES office (office),
  id         INTEGER NOT NULL CHECK (id > 0),
  known      INTEGER NOT NULL CHECK (known > 0),
  superseded INTEGER NOT NULL CHECK (superseded = 0 OR superseded > known),
  staff      INTEGER NOT NULL,
  relation   TEXT   NOT NULL CHECK (length(relation) BETWEEN 1 AND 40),
  name       TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  number     BLOB  NOT NULL CHECK (length(number) > 0),
  version    INTEGER NOT NULL CHECK (version > 0),
  blind      BLOB  NOT NULL CHECK (length(blind) = 32), of_name TEXT NOT NULL DEFAULT '' CHECK (length(of_name) <= 60),
  PRIMARY KEY (office, id, known)
) STRICT;
CREATE INDEX relative_blind ON relative (version, blind) WHERE superseded = 0;
CREATE INDEX relative_ever ON relative (version, blind);
CREATE TABLE request (
  office      INTEGER NOT NULL REFERENCES office (office),
  id          INTEGER NOT NULL CHECK (id > 0),
  desk        INTEGER NOT NULL REFERENCES office (office),
  ticket      BLOB  NOT NULL UNIQUE CHECK (length(ticket) = 32),
  state       TEXT   NOT NULL CHECK (state IN ('filling', 'lodged', 'back', 'taken', 'refused')),
  turn        INTEGER NOT NULL CHECK (turn > 0),
  begun       INTEGER NOT NULL CHECK (begun > 0),
  lodged      INTEGER NOT NULL CHECK (lodged >= 0),
  home        INTEGER NOT NULL CHECK (home >= 0),
  application INTEGER NOT NULL CHECK (application >= 0),
  content     BLOB  NOT NULL CHECK (length(content) > 0),
  code        BLOB  NOT NULL CHECK (length(code) IN (0, 32)),
  until       INTEGER NOT NULL CHECK (until >= 0),
  tries       INTEGER NOT NULL CHECK (tries >= 0),
  token       BLOB  NOT NULL CHECK (length(token) IN (0, 32)),
  seen        INTEGER NOT NULL CHECK (seen > 0),
  PRIMARY KEY (office, id),
  CHECK ((state = 'filling') = (lodged = 0)),
  CHECK ((state = 'taken') = (application > 0)),
  CHECK ((home > 0) = (application > 0))
) STRICT;
CREATE INDEX request_desk ON request (desk, lodged) WHERE state IN ('lodged', 'back');
CREATE INDEX request_left ON request (seen) WHERE state = 'filling';
CREATE UNIQUE INDEX request_token ON request (token) WHERE length(token) = 32;
CREATE TABLE request_paper (
  office  INTEGER NOT NULL,
  request INTEGER NOT NULL,
  id      INTEGER NOT NULL CHECK (id > 0),
  kind    TEXT   NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  kin     INTEGER NOT NULL CHECK (kin >= 0),
  media   TEXT   NOT NULL CHECK (length(media) BETWEEN 1 AND 40),
  at      INTEGER NOT NULL CHECK (at > 0),
  content BLOB  NOT NULL CHECK (length(content) > 0),
  small   BLOB  NOT NULL,
  PRIMARY KEY (office, request, id),
  FOREIGN KEY (office, request) REFERENCES request (office, id)
) STRICT;
CREATE TABLE resolved_pack (
  hash      TEXT   NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  evaluator TEXT   NOT NULL,
  canonical TEXT   NOT NULL CHECK (length(canonical) > 0),
  at        INTEGER NOT NULL
) STRICT;
CREATE TABLE session (
  office INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  staff  INTEGER NOT NULL,
  token  BLOB  NOT NULL UNIQUE CHECK (length(token) = 32),
  begun  INTEGER NOT NULL CHECK (begun > 0),
  seen   INTEGER NOT NULL CHECK (seen >= begun),
  proved INTEGER NOT NULL CHECK (proved IN (0, 1)),
  device TEXT   NOT NULL CHECK (length(device) <= 40),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
) STRICT;
CREATE INDEX session_staff ON session (staff);
CREATE TABLE sheet (
  office     INTEGER NOT NULL,
  id         INTEGER NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0),
  blind      BLOB  NOT NULL CHECK (length(blind) = 32),
  kind       TEXT   NOT NULL CHECK (kind IN ('xlsx', 'csv')),
  state      TEXT   NOT NULL CHECK (state IN ('reading', 'read', 'entering', 'entered', 'refused')),
  staff      INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  passed     INTEGER NOT NULL CHECK (passed >= 0),
  households INTEGER NOT NULL CHECK (households >= 0),
  persons    INTEGER NOT NULL CHECK (persons >= 0),
  facts      INTEGER NOT NULL CHECK (facts >= 0),
  report     BLOB  NOT NULL,
  PRIMARY KEY (office, id),
  FOREIGN KEY (office, id) REFERENCES paper (office, id)
) STRICT;
CREATE UNIQUE INDEX sheet_blind ON sheet (office, version, blind);
CREATE TABLE sheet_family (
  office    INTEGER NOT NULL,
  version   INTEGER NOT NULL CHECK (version > 0),
  blind     BLOB  NOT NULL CHECK (length(blind) = 32),
  sheet     INTEGER NOT NULL,
  household INTEGER NOT NULL CHECK (household > 0), sealed BLOB CHECK (sealed IS NOT NULL AND length(sealed) > 0),
  PRIMARY KEY (office, version, blind),
  FOREIGN KEY (office, sheet) REFERENCES sheet (office, id)
) STRICT;
CREATE TABLE staff (
  office INTEGER NOT NULL REFERENCES office (office),
  id     INTEGER NOT NULL UNIQUE CHECK (id > 0),
  since  INTEGER NOT NULL CHECK (since > 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE TABLE staff_account (
  office       INTEGER NOT NULL,
  staff        INTEGER NOT NULL UNIQUE,
  account      TEXT   NOT NULL UNIQUE CHECK (length(account) BETWEEN 3 AND 32),
  name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  added_by     INTEGER NOT NULL CHECK (added_by >= 0),
  password     TEXT   NOT NULL CHECK (length(password) > 0),
  change_until INTEGER NOT NULL CHECK (change_until >= 0),
  totp         BLOB  NOT NULL,
  totp_step    INTEGER NOT NULL CHECK (totp_step >= 0),
  recovery     BLOB  NOT NULL,
  suspended    INTEGER NOT NULL CHECK (suspended >= 0),
  version      INTEGER NOT NULL CHECK (version > 0),
  PRIMARY KEY (office, staff),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
) STRICT;
CREATE TABLE staff_role (
  office INTEGER NOT NULL,
  staff  INTEGER NOT NULL,
  role   TEXT   NOT NULL CHECK (length(role) BETWEEN 1 AND 40),
  PRIMARY KEY (office, staff, role),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id)
) STRICT;
CREATE TABLE stand_in (
  office     INTEGER NOT NULL,
  number     INTEGER NOT NULL CHECK (number > 0),
  staff      INTEGER NOT NULL,
  stands_for INTEGER NOT NULL CHECK (stands_for <> staff),
  valid_from TEXT   NOT NULL CHECK (length(valid_from) = 10),
  valid_to   TEXT   NOT NULL CHECK (length(valid_to) = 10),
  PRIMARY KEY (office, number),
  FOREIGN KEY (office, staff) REFERENCES staff (office, id),
  FOREIGN KEY (office, stands_for) REFERENCES staff (office, id),
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE TABLE timer (
  name    TEXT   NOT NULL PRIMARY KEY,
  next_at INTEGER NOT NULL
) STRICT;
CREATE TABLE unit (
  office    INTEGER NOT NULL REFERENCES office (office),
  id        INTEGER NOT NULL CHECK (id > 0),
  household INTEGER NOT NULL,
  programme TEXT   NOT NULL CHECK (length(programme) BETWEEN 1 AND 80),
  pack      TEXT   NOT NULL CHECK (length(pack) = 64),
  day       TEXT   NOT NULL CHECK (length(day) = 10),
  known     INTEGER NOT NULL CHECK (known > 0),
  PRIMARY KEY (office, id)
) STRICT;
CREATE INDEX unit_household ON unit (office, household);
CREATE TABLE unit_member (
  office  INTEGER NOT NULL,
  unit    INTEGER NOT NULL,
  person  INTEGER NOT NULL,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  rule    TEXT   NOT NULL CHECK (length(rule) BETWEEN 1 AND 80),
  PRIMARY KEY (office, unit, person),
  FOREIGN KEY (office, unit) REFERENCES unit (office, id)
) STRICT;
CREATE TABLE unmasked (
  office INTEGER NOT NULL REFERENCES office (office),
  staff  INTEGER NOT NULL,
  day    TEXT   NOT NULL CHECK (length(day) = 10),
  views  INTEGER NOT NULL CHECK (views > 0),
  PRIMARY KEY (office, staff, day)
) STRICT;
CREATE TABLE work_filter (
  office INTEGER NOT NULL,
  staff  INTEGER NOT NULL,
  name   TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 20),
  asked  TEXT   NOT NULL CHECK (length(asked) <= 300),
  PRIMARY KEY (office, staff, name),
  FOREIGN KEY (office, staff) REFERENCES staff_account (office, staff)
) STRICT;
