# The house's commands. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export CGO_ENABLED := 0

# System packages that the targets below need, as command:package (the tests read
# printed papers back with poppler-utils), besides the font that the browser of the tests draws Chinese with, and postgresql, which
# the tests of the store start themselves (its commands are not on PATH). The project is plain Go
# without cgo, so there is no compiler and no library among them.
NEEDS := git:git chromium:chromium pdftotext:poppler-utils
FONT := fonts-noto-cjk
GO_AT_LEAST := 1.26
BIN := dist/doudi
DEMO := dist/demo

.PHONY: help deps demo run check test fuzz soak bench golden generate build fmt vet lint assets

# What npm installs for the pages, and what the bundles are made of.
MODULES := web/assets/node_modules/.package-lock.json
BUNDLED := $(wildcard web/*.templ web/*.go web/assets/*.js web/assets/*.css web/bundle/*.go)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the system packages and the scripts of the pages that are missing (the only place that does)
	@want=""; for n in $(NEEDS); do command -v $${n%%:*} >/dev/null || want="$$want $${n##*:}"; done; \
	dpkg -s $(FONT) >/dev/null 2>&1 || want="$$want $(FONT)"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || want="$$want postgresql"; \
	if [ -n "$$want" ]; then \
	  line="apt-get install -y --no-install-recommends$$want"; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && $$line; \
	  elif sudo -n true 2>/dev/null; then sudo -n apt-get update -qq && sudo -n $$line; \
	  else echo "missing:$$want. Run: sudo $$line"; exit 1; fi; \
	fi
	@have=$$(go env GOVERSION 2>/dev/null | sed 's/^go//'); \
	if [ -z "$$have" ] || [ "$$(printf '%s\n' $(GO_AT_LEAST) "$$have" | sort -V | head -1)" != $(GO_AT_LEAST) ]; then \
	  echo "Go $(GO_AT_LEAST) or newer is needed, found: $${have:-none}. Get it from https://go.dev/dl/ and put its bin folder on PATH."; exit 1; \
	fi; echo "all present: go $$have"
	@command -v npm >/dev/null || { echo "Node with npm is needed to fetch the scripts of the pages. Get it from https://nodejs.org/ and put its bin folder on PATH."; exit 1; }
	@$(MAKE) -s $(MODULES)

$(MODULES): web/assets/package.json web/assets/package-lock.json
	cd web/assets && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

assets: web/dist/.made ## bundle scripts, styles, icons and fonts (build does it too)

web/dist/.made: $(MODULES) $(BUNDLED)
	go run ./web/bundle assets
	@touch $@

build: assets ## build the one binary
	go build -trimpath -o $(BIN) ./cmd/doudi

run: build ## run the command: make run ARGS='packs lint'
	@$(BIN) $(ARGS)

demo: build ## example families before and after each change of law, in short; then a county of invented people to try everything on, with its accounts
	@for f in examples/*.yaml; do \
	  echo; echo "════ $$f"; sed -n 's/^# \([^$$]\)/\1/p' $$f; \
	  args="$$f $$(sed -n 's/^# [$$] //p' $$f)"; echo "\$$ doudi determine $$args"; \
	  $(BIN) determine $$args > $(BIN).txt; s=$$?; [ $$s = 0 ] || [ $$s = 3 ] || exit $$s; \
	  sed '/^注意/,/^（/d' $(BIN).txt | grep -E '^(【|●|  [^ ])'; done; rm -f $(BIN).txt
	@echo; rm -rf $(DEMO); mkdir -p $(DEMO)
	@set -o pipefail; $(BIN) init --demo --db $(DEMO)/明溪.sqlite --keys $(DEMO)/密钥.txt | tee $(DEMO)/账号.txt
	@$(BIN) serve --db $(DEMO)/明溪.sqlite --keys $(DEMO)/密钥.txt

check: vet lint ## format, vet, staticcheck, import plan, pack lint, short tests of what changed, without a browser: about two minutes after most changes
	GOGC=400 go test -short $$(go list ./... | grep -v '/web/browser$$')

fmt:
	@bad=$$(gofmt -l .); [ -z "$$bad" ] || { echo "not gofmt-ed: $$bad"; exit 1; }

vet: fmt
	go vet ./...
	go tool staticcheck ./...

# It builds nothing into dist/: what tests find beside them would be newer than
# what they answered last.
lint: assets
	go run ./cmd/doudi packs lint

test: deps vet lint ## everything that CI runs per push; prints the table of seeded faults
	@mkdir -p dist
	FAULTS=$(CURDIR)/dist/faults.txt go test -count=1 -timeout 30m $(TESTFLAGS) ./...
	@cat dist/faults.txt
	GOARCH=arm64 go vet ./...
	GOARCH=loong64 go build -o /dev/null ./cmd/doudi

fuzz: ## a million generated families against the oracle, and every fuzz target for a minute
	go test ./oracle -count=1 -timeout 12h -run '^TestEnginesAgree$$' -families=1000000
	for f in FuzzYAML FuzzJSON FuzzCSV FuzzXLSX FuzzOpen; do go test ./casefile -run '^$$' -fuzz "^$$f\$$" -fuzztime 60s || exit 1; done
	go test ./pack -run '^$$' -fuzz '^FuzzLoad$$' -fuzztime 60s

soak: ## kill processes at a thousand random moments on each database
	go test ./store -count=1 -timeout 2h -run 'Killed|CutShort' -kills=1000

# How many persons search_ms and list_page_rps look among; the goals are for a million.
PERSONS := 1000000

bench: ## print measured figures as `name: value`; a million persons take minutes to come in: PERSONS=20000 for a short look
	@{ go test -count=1 -run '^$$' -bench . -benchtime 2s ./cmd/doudi; \
	  go test -count=1 -short -timeout 1h -run '^$$' -bench . -benchtime 2s ./store -persons=$(PERSONS); \
	  go test -count=1 -timeout 1h -v -run '^TestAPageOfTheListOfACounty' ./web -persons=$(PERSONS) -asking=5s; \
	  go test -count=1 -v -run '^TestAFamilyOfThreeComesToTheWindow$$/^with' ./web; } | awk '/(_to_accept|list_page_[a-z0-9_]*): / {print $$(NF-1), $$NF} /^Benchmark/ {for (i = 3; i < NF; i += 2) if ($$(i+1) ~ /^[a-z0-9_]+$$/) print $$(i+1) ": " $$i} /FAIL|panic/ {print; bad = 1} END {exit bad}'

golden: ## rewrite the expected texts; read the difference before you commit it
	go test -count=1 ./pack ./policy ./casefile ./store ./cmd/doudi -update

generate: ## the code of the page templates and of the queries; the JSON schemas and documents that are made from the packs
	go run ./web/bundle templates
	go tool -modfile=tools/go.mod sqlc generate -f store/sqlc.yaml
	cd store && LC_ALL=C sha256sum $$(ls sqlc.yaml migrations/*.sql queries/*.sql query/*.go | grep -v '^query/query.go$$' | LC_ALL=C sort) > query/INPUTS
	go test -count=1 ./cmd/doudi -run '^TestGenerated$$' -update
