# SPDX-License-Identifier: GPL-3.0-or-later
#
#   make            all tools, in build/release/bin
#   make check      every test            make demo     the product on sample data
#   make check T=X  only tests whose path has X in it
#
# V=release|asan|cov|fuzz chooses the variant; each has its own tree under build/.

V := release
B := build/$(V)

CC      = gcc
CFLAGS  = -O2 -g
PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
MANDIR  = $(PREFIX)/share/man
LIBS    = -lcsv -lpcre2-8 -lz -ljansson -lutf8proc -lRmath -lm -lpthread
WARN    = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
          -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wcast-qual -Wconversion
BASE    = -std=c11 -D_GNU_SOURCE -Ilib -ffp-contract=off -fno-strict-aliasing
HARDEN  = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE

ifeq ($(V),asan)
override CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN  =
endif
ifeq ($(V),cov)
override CFLAGS += -O0 --coverage
HARDEN  =
endif

LIBSRC  := $(wildcard lib/*/*.c)
CMDSRC  := $(wildcard cmd/*.c)
UNITSRC := $(wildcard tests/unit/*.c)
FUZZSRC := $(wildcard tests/fuzz/*.c)

LIBOBJ  := $(LIBSRC:%.c=$(B)/%.o)
TOOLS   := $(CMDSRC:cmd/%.c=$(B)/bin/%)
UNITS   := $(UNITSRC:tests/unit/%.c=$(B)/unit/%)
FUZZERS := $(FUZZSRC:tests/fuzz/%.c=$(B)/fuzz/%)

all: $(TOOLS)

DATA    := $(sort $(shell find lib/data -type f))

$(B)/embed: lib/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 -o $@ $<

$(B)/data.c: $(B)/embed $(DATA)
	$(B)/embed lib/data $(DATA) >$@.tmp && mv $@.tmp $@

$(B)/data.o: $(B)/data.c
	$(CC) -std=c11 -Ilib $(HARDEN) -O1 -c -o $@ $<

$(B)/libcs.a: $(LIBOBJ) $(B)/data.o
	rm -f $@ && ar crs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(WARN) $(HARDEN) $(CFLAGS) -MMD -MP -c -o $@ $<

$(TOOLS): $(B)/bin/%: $(B)/cmd/%.o $(B)/libcs.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libcs.a $(LIBS)

$(UNITS): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/libcs.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libcs.a $(LIBS)

-include $(LIBOBJ:.o=.d) $(CMDSRC:%.c=$(B)/%.d) $(UNITSRC:%.c=$(B)/%.d)
.SECONDARY:
.PHONY: all
