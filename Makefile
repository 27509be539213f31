# SPDX-License-Identifier: GPL-3.0-or-later
#
#   make                all tools, in build/release/bin
#   make demo           the product on sample data; installs what is missing (Debian)
#   make check          every test; make check T=word: only tests with word in their name
#   make check-asan     the same tests under AddressSanitizer and UBSan
#   make lint fmt       what the tree must look like; make it so
#   make fuzz FUZZ=reader SECS=60      make bench      make simulate      make cover      make regen
#   make install        PREFIX=/usr/local DESTDIR=; make uninstall
#
# V=release|asan|cov|fuzz chooses the variant; each has its own tree under build/. WERROR=1 makes
# warnings errors. CFLAGS and LDFLAGS are yours: they are added to what the variant needs. All paths
# are relative, so that the tree may stand in a folder with blanks in its name.

V      = release
B     := build/$(strip $(V))
SHELL  = /bin/sh

CC      = gcc
CFLAGS  = -O2 -g
PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
MANDIR  = $(PREFIX)/share/man
SHARE   = $(PREFIX)/share
INSTALL = install

# --- flags ---------------------------------------------------------------------------------------

WARN   = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
         -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wcast-qual -Wconversion
BASE   = -std=c11 -D_GNU_SOURCE -Ilib -ffp-contract=off -fno-strict-aliasing
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK   = -pie -Wl,-z,relro,-z,now
SAN    = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
VARIANT =
WERROR =

ifeq ($(strip $(V)),asan)
HARDEN  =
LINK    =
VARIANT = -O1 $(SAN)
else ifeq ($(strip $(V)),cov)
HARDEN  =
LINK    =
VARIANT = -O0 --coverage
else ifeq ($(strip $(V)),fuzz)
CC      = clang
HARDEN  =
LINK    =
VARIANT = -O1 $(SAN) -fsanitize=fuzzer-no-link
else ifneq ($(strip $(V)),release)
$(error V is release, asan, cov or fuzz)
endif

# What clang says of C that gcc takes as it is meant: fields left out of a row are zero.
ifneq ($(findstring clang,$(CC)),)
WARN   += -Wno-missing-field-initializers
endif

ifneq ($(filter-out 0,$(WERROR)),)
WARN   += -Werror
endif

# ISA-L is optional, for speed; all else must be there. libcsv brings no .pc file.
ISAL   := $(shell pkg-config --exists libisal 2>/dev/null && echo 1)
PKGS   := libpcre2-8 zlib jansson libutf8proc libsodium gmp $(if $(ISAL),libisal)
LIBS   := -lcsv $(or $(shell pkg-config --libs $(PKGS) 2>/dev/null),\
          -lpcre2-8 -lz -ljansson -lutf8proc -lsodium -lgmp) -lRmath -lm -lpthread
INCS   := $(shell pkg-config --cflags $(PKGS) 2>/dev/null) $(if $(ISAL),-DHAVE_ISAL)

# The version reaches one object only: a commit rebuilds that and links again.
VERSION := $(or $(shell git describe --tags --always --dirty 2>/dev/null),unknown)

COMPILE = $(CC) $(BASE) $(INCS) $(WARN) $(HARDEN) $(CFLAGS) $(VARIANT)
LINKER  = $(CC) $(CFLAGS) $(VARIANT) $(LINK) $(LDFLAGS)

# --- what there is -------------------------------------------------------------------------------

LIBSRC  := $(wildcard lib/*/*.c)
CMDSRC  := $(wildcard cmd/*.c)
UNITSRC := $(wildcard tests/unit/*.c)
FUZZSRC := $(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c))
DATA    := $(sort $(shell find lib/data -type f ! -name '.*' ! -name '*~'))
PAGES   := $(wildcard man/*.[1-8])

LIBOBJ  := $(LIBSRC:%.c=$(B)/%.o)
TOOLS   := $(CMDSRC:cmd/%.c=$(B)/bin/%)
UNITS   := $(UNITSRC:tests/unit/%.c=$(B)/unit/%)
FUZZERS := $(FUZZSRC:tests/fuzz/%.c=$(B)/fuzz/%)
NAMES   := $(CMDSRC:cmd/%.c=%)

all: $(TOOLS)
units: $(UNITS)
fuzzers: $(FUZZERS)

# --- building ------------------------------------------------------------------------------------

# Stamps: they change only when what they hold changes, and so rebuild what depends on them.
STAMP = @mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || \
        printf '%s\n' '$(subst ','\'',$(1))' >$@

$(B)/.flags: FORCE
	$(call STAMP,$(COMPILE) | $(LINKER) | $(LIBS))
$(B)/.data: FORCE
	$(call STAMP,$(DATA))
$(B)/.sources: FORCE
	$(call STAMP,$(LIBSRC))
$(B)/.version: FORCE
	$(call STAMP,$(VERSION))
FORCE:

$(B)/embed: lib/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 -o $@ $<

$(B)/data.c: $(B)/embed $(B)/.data $(DATA)
	$(B)/embed lib/data $(DATA) >$@.tmp && mv $@.tmp $@

$(B)/data.o: $(B)/data.c $(B)/.flags
	$(CC) -std=c11 -Ilib $(HARDEN) $(VARIANT) -O1 -c -o $@ $<

# Loops over rows that are to become vector code: at -O2 gcc only does that where it costs no code.
VECTOR = lib/expr/run_logic lib/expr/run_num lib/audit/auditfold
$(VECTOR:%=$(B)/%.o): DEFS += -O3

$(B)/%.o: %.c $(B)/.flags
	@mkdir -p $(@D)
	$(COMPILE) $(DEFS) -MMD -MP -c -o $@ $<

$(B)/lib/cli/version.o: DEFS = -DCS_VERSION='"$(VERSION)"'
$(B)/lib/cli/version.o: $(B)/.version

$(B)/libcs.a: $(LIBOBJ) $(B)/data.o $(B)/.sources
	rm -f $@ && ar crs $@ $(filter %.o,$^)

$(TOOLS): $(B)/bin/%: $(B)/cmd/%.o $(B)/libcs.a
	@mkdir -p $(@D)
	$(LINKER) -o $@ $< $(B)/libcs.a $(LIBS)

$(UNITS): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/libcs.a
	@mkdir -p $(@D)
	$(LINKER) -o $@ $< $(B)/libcs.a $(LIBS)

# Under V=fuzz the driver is libFuzzer; otherwise a small main of ours that replays and mutates.
ifeq ($(strip $(V)),fuzz)
$(FUZZERS): $(B)/fuzz/%: $(B)/tests/fuzz/%.o $(B)/libcs.a
	@mkdir -p $(@D)
	$(LINKER) -fsanitize=fuzzer -o $@ $< $(B)/libcs.a $(LIBS)
else
$(FUZZERS): $(B)/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(B)/libcs.a
	@mkdir -p $(@D)
	$(LINKER) -o $@ $(filter %.o,$^) $(B)/libcs.a $(LIBS)
endif

-include $(LIBOBJ:.o=.d) $(CMDSRC:%.c=$(B)/%.d) $(UNITSRC:%.c=$(B)/%.d) $(FUZZSRC:%.c=$(B)/%.d)

# --- tests ---------------------------------------------------------------------------------------

# A first make may lack what the build needs, so what is installed is seen by the make inside.
setup:
	@sh tests/setup.sh
# Of one who types `make check` nobody asked for -j or for long lines.
BUILD = $(MAKE) -s --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
.PHONY: setup

# Those that take longest begin, so that no core waits for the last of them. BUT: files to leave
# out.
LONG  = tests/cli/run.t tests/prop/law.t tests/fuzz/run.t tests/oracle/join.t tests/fault/groups.t \
        tests/fault/tools.t tests/prop/retain-truth.t tests/prop/stretches.t
BUT   =
SUITE = $(filter-out $(BUT) $(UNLINTED),$(LONG) $(filter-out $(LONG),$(wildcard tests/*/*.t))) \
        $(UNITS)
# What is said of the sources is the same however they are built.
UNLINTED = $(if $(filter asan,$(V)),tests/lint/%)
# run.t looks at T itself: there are cases behind it.
CHOSEN = $(foreach t,$(SUITE),$(if $(or $(findstring $(T),$(t)),$(findstring /run.t,$(t))),$(t)))
ENVIRON = PATH="$$PWD/$(B)/bin:$$PATH" SRC="$$PWD" TESTDATA="$$PWD/testdata" CS_BUILD="$(B)" \
          CS_VARIANT="$(strip $(V))" CS_T="$(T)" LC_ALL=C TZ=UTC

check: setup
	@echo 'building the tools and their tests'
	@$(BUILD) run-check
check-asan: setup
	@echo 'building the tools and their tests'
	@$(BUILD) run-check V=asan
# Signals as a shell has them: nohup and jobs in the background ignore some, and tools heed that.
run-check: $(TOOLS) $(UNITS) $(if $(filter tests/fuzz/%,$(SUITE)),$(FUZZERS))
	@env --default-signal -u CS_TRACE -u NO_COLOR -u TMPDIR $(ENVIRON) \
	    prove -j2 $(PROVEFLAGS) $(if $(T),$(CHOSEN),$(SUITE))
regen: $(TOOLS)
	@env --default-signal -u CS_TRACE -u NO_COLOR -u TMPDIR $(ENVIRON) CS_REGEN=1 \
	    prove tests/cli/run.t tests/pipe/run.t
	@git status --short tests/cli tests/pipe

demo: setup
	@echo 'building the tools'
	@$(BUILD) all
	@$(ENVIRON) sh tests/demo.sh

# What cs-rank and cs-audit find in 200 companies whose truth is known, some 20 minutes; and what
# cs-retain says of 500, some 30, and cs-chargeback of a decision in 500, some 10.
SEEDS = 200
RETAIN_SEEDS = 500
CHARGE_SEEDS = 500
simulate: $(TOOLS)
	@$(ENVIRON) CS_SEEDS=$(SEEDS) prove -v tests/prop/audit.t tests/prop/bands.t
	@$(ENVIRON) CS_SEEDS=$(RETAIN_SEEDS) prove -v tests/prop/retain-truth.t
	@$(ENVIRON) CS_SEEDS=$(CHARGE_SEEDS) prove -v tests/prop/charge-truth.t

bench: $(TOOLS)
	@for s in tests/bench/*.sh; do $(ENVIRON) sh "$$s" || exit 1; done

FUZZ =
SECS = 60
fuzz:
	@test -n "$(FUZZ)" || { echo "make fuzz FUZZ=NAME; there are: $(notdir $(FUZZERS))" >&2; exit 2; }
	@$(MAKE) --no-print-directory V=fuzz build/fuzz/fuzz/$(FUZZ)
	@mkdir -p build/corpus/$(FUZZ)
	build/fuzz/fuzz/$(FUZZ) -max_total_time=$(SECS) -print_final_stats=1 -rss_limit_mb=1024 \
	    -artifact_prefix=build/corpus/ build/corpus/$(FUZZ) \
	    $(wildcard tests/fuzz/seeds/$(FUZZ)) $(wildcard testdata)

cover:
	@find build/cov -name '*.gcda' -exec rm -f {} + 2>/dev/null || true
	@$(MAKE) --no-print-directory run-check V=cov
	@gcovr -r . --object-directory build/cov -e 'tests/' -e 'build/' -s

# --- lint ----------------------------------------------------------------------------------------

SOURCES = $(wildcard lib/*.c lib/*/*.[ch] cmd/*.c tests/*.h tests/unit/*.[ch] tests/fuzz/*.[ch])
SCRIPTS = .ci/run $(wildcard tests/*.sh tests/bench/*.sh tests/oracle/*.sh)

# Its analyser walks so many states of a function and no more: behind them it finds next to nothing,
# in three times the time.
TIDY = -Xclang -analyzer-config -Xclang max-nodes=75000

# By the programs that judge code, and by tests of ours, which `make check` runs as well.
lint: lint-code $(TOOLS)
	@env -u CS_TRACE $(ENVIRON) prove -j2 $(filter-out tests/lint/format.t,$(wildcard tests/lint/*.t))

lint-code:
	clang-format --dry-run -Werror $(SOURCES)
	shellcheck -x $(SCRIPTS)
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability,performance \
	    --inline-suppr --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
	    --suppress=autoVariables --suppress=shiftTooManyBitsSigned \
	    -j2 -D_GNU_SOURCE -Ilib lib cmd
	printf '%s\n' $(LIBSRC) $(CMDSRC) | xargs -P2 -n6 sh -c \
	    'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(BASE) $(INCS) $(TIDY) 2>/dev/null' tidy

fmt:
	clang-format -i $(SOURCES)

# --- installing ----------------------------------------------------------------------------------

COMPLETIONS = $(NAMES:%=$(B)/completion/%)
$(COMPLETIONS): $(B)/completion/%: $(B)/bin/%
	@mkdir -p $(@D)
	@for s in bash zsh fish; do $< --completion $$s >$@.$$s || exit 1; done; touch $@

D = $(DESTDIR)
install: $(TOOLS) $(COMPLETIONS)
	$(INSTALL) -d "$(D)$(BINDIR)" "$(D)$(MANDIR)/man1" "$(D)$(MANDIR)/man5" "$(D)$(MANDIR)/man7" \
	    "$(D)$(SHARE)/bash-completion/completions" "$(D)$(SHARE)/zsh/site-functions" \
	    "$(D)$(SHARE)/fish/vendor_completions.d"
	$(INSTALL) $(TOOLS) "$(D)$(BINDIR)"
	for p in $(PAGES); do $(INSTALL) -m 644 "$$p" "$(D)$(MANDIR)/man$${p##*.}" || exit 1; done
	for t in $(NAMES); do c=$(B)/completion/$$t; \
	    $(INSTALL) -m 644 $$c.bash "$(D)$(SHARE)/bash-completion/completions/$$t" && \
	    $(INSTALL) -m 644 $$c.zsh "$(D)$(SHARE)/zsh/site-functions/_$$t" && \
	    $(INSTALL) -m 644 $$c.fish "$(D)$(SHARE)/fish/vendor_completions.d/$$t.fish" || exit 1; \
	done

uninstall:
	for t in $(NAMES); do rm -f "$(D)$(BINDIR)/$$t" \
	    "$(D)$(SHARE)/bash-completion/completions/$$t" \
	    "$(D)$(SHARE)/zsh/site-functions/_$$t" \
	    "$(D)$(SHARE)/fish/vendor_completions.d/$$t.fish"; done
	for p in $(notdir $(PAGES)); do rm -f "$(D)$(MANDIR)/man$${p##*.}/$$p"; done

clean:
	rm -rf build

.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all units fuzzers check check-asan run-check regen demo simulate bench fuzz cover lint lint-code fmt \
        install uninstall clean FORCE
