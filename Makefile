# Makefile - README's two commands are `make demo` and `make test`; `make help` lists the rest.

SHELL   := /bin/bash
CACHE   ?= $(or $(PURVEY_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/purvey)
VERSION := 0.1.0
BUILD   ?= build
CC      ?= gcc
CXX     ?= g++
MODE    ?= release
JOBS    ?= $(shell nproc)
MAKEFLAGS += -j$(JOBS) --no-print-directory

PACKAGES := sqlite3 libpq libmicrohttpd libcurl libsodium libxml-2.0 uchardet libseccomp libutf8proc libjpeg spng libwebp libavif gmime-3.0
SRC      := $(shell find src -name '*.c' ! -name '*_test.c')
UNIT     := $(shell find src test/unit -name '*_test.c') test/unit/main.c
FUZZERS  := $(notdir $(basename $(wildcard test/fuzz/*.c)))

YYJSON   := $(wildcard $(CACHE)/src/yyjson-*/yyjson)
LLAMA    := $(wildcard $(CACHE)/src/llama-cpp-python-*/vendor/llama.cpp)
LLAMA_A   = $(shell tool/llama.sh $(CACHE))

WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wpointer-arith -Wwrite-strings \
            $(if $(CI),-Werror)
COMMON   := -std=gnu17 -D_GNU_SOURCE -DPURVEY_VERSION='"$(VERSION)"' -I. -Isrc -I$(YYJSON) -I$(LLAMA)/include -I$(LLAMA)/ggml/include \
            $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) $(WARN) -fno-strict-aliasing -g
LIBS     := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -lstemmer -lm -lpthread -ldl

CFLAGS_release := -O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
CFLAGS_san     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_fuzz    := -O1 -fsanitize=address,undefined,fuzzer-no-link -fno-omit-frame-pointer
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
LDFLAGS_san     := -fsanitize=address,undefined
LDFLAGS_fuzz    := -fsanitize=address,undefined,fuzzer

CFLAGS_lint     := -O1 -fsyntax-only -Wno-gnu-folding-constant -Wno-unknown-warning-option
O       := $(BUILD)/$(MODE)$(if $(filter lint,$(MODE)),-$(CC))
OBJ     := $(SRC:%.c=$(O)/%.o) $(O)/yyjson.o $(O)/embed.o $(O)/lexicon.o
CORE_OBJ = $(filter-out $(O)/src/app/main.o,$(OBJ))
UNIT_OBJ := $(UNIT:%.c=$(O)/%.o)
LINK_LLAMA = $(addprefix $(LLAMA_A)/,src/libllama.a ggml/src/libggml.a ggml/src/libggml-cpu.a ggml/src/libggml-base.a) -lstdc++

.DEFAULT_GOAL := all
objects: $(SRC:%.c=$(O)/%.ok)

$(O)/%.ok: %.c
	@mkdir -p $(@D) && $(CC) $(COMMON) $(CFLAGS_lint) -MMD -MP -MT $@ -MF $(@:.ok=.d) $< && touch $@

.PHONY: objects all help setup deps demo demo-stop test check bench fuzz lint golden clean unit flow test-shops pg
all: deps
	@$(MAKE) $(BUILD)/purvey

help:
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

# ---- setting up ------------------------------------------------------------------------------

setup: ## install the Debian packages that are missing
	@tool/setup.sh

deps: setup
	@tool/fetch.sh >/dev/null && tool/llama.sh $(CACHE) >/dev/null

# ---- building --------------------------------------------------------------------------------

$(BUILD)/purvey: $(O)/purvey
	@ln -sfn $(MODE)/purvey $@ && echo "built $@"

$(O)/purvey: $(OBJ)
	@echo "link $@" && $(CC) $(LDFLAGS_$(MODE)) -o $@ $^ $(LINK_LLAMA) $(LIBS)

$(O)/unit: $(CORE_OBJ) $(UNIT_OBJ)
	@echo "link $@" && $(CC) $(LDFLAGS_$(MODE)) -o $@ $^ $(LINK_LLAMA) $(LIBS) -lcmocka

$(O)/fuzz_%: $(O)/test/fuzz/%.o $(CORE_OBJ)
	@echo "link $@" && $(CC) $(LDFLAGS_$(MODE)) -o $@ $^ $(LINK_LLAMA) $(LIBS)

$(O)/%.o: %.c
	@mkdir -p $(@D) && echo "cc $<" && $(CC) $(COMMON) $(CFLAGS_$(MODE)) -MMD -MP -c -o $@ $<

$(O)/yyjson.o: $(YYJSON)/yyjson.c
	@mkdir -p $(@D) && echo "cc yyjson" && $(CC) -std=c99 -w $(CFLAGS_$(MODE)) -c -o $@ $<

$(O)/embed.c: tool/embed.sh src/data/schema.sql src/intelligence/answer/service/service_policy.json src/intelligence/answer/service/service_sense.txt $(shell find src/app/dash test/golden -type f 2>/dev/null)
	@mkdir -p $(@D) && tool/embed.sh >$@.part && mv $@.part $@

$(O)/embed.o: $(O)/embed.c
	@$(CC) $(COMMON) $(CFLAGS_$(MODE)) -c -o $@ $<

LEXICON_C := tool/lexicon.c src/data/lexicon/lexicon.c src/data/lexicon/token.c src/core/arena.c src/core/str.c src/core/ctx.c \
             src/port/word_snowball.c src/port/word_utf8proc.c

$(BUILD)/lexicon_tool: $(LEXICON_C) src/data/lexicon/lexicon.h src/data/lexicon/token.h
	@mkdir -p $(@D) && $(CC) $(COMMON) -O1 -o $@ $(LEXICON_C) -lutf8proc -lstemmer

$(O)/lexicon.c: $(BUILD)/lexicon_tool $(sort $(wildcard src/data/lexicon/*.lex))
	@mkdir -p $(@D) && $< $(filter %.lex,$^) >$@.part && mv $@.part $@

$(O)/lexicon.o: $(O)/lexicon.c
	@$(CC) $(COMMON) $(CFLAGS_$(MODE)) -c -o $@ $<

-include $(shell find $(O) -name '*.d' 2>/dev/null)

# ---- using and testing -----------------------------------------------------------------------

demo: deps ## set up, build, import a real catalogue, write its copy, serve it; CATALOG=file.csv for yours
	@$(MAKE) $(BUILD)/purvey && tool/demo.sh $(BUILD)/purvey "$(CATALOG)"

demo-stop: ## end the demo's daemon
	@tool/demo.sh stop

test: deps ## set up and pass the tests: unit, golden, properties, on both engines; flows with the real binary
	@$(MAKE) check
	@$(MAKE) pg
	@$(MAKE) flow

check: ## unit, golden and property tests, with sanitizers
	@$(MAKE) MODE=san $(BUILD)/san/unit $(BUILD)/san/purvey && $(BUILD)/san/unit

pg: ## the unit tests again, on a throw-away PostgreSQL
	@$(MAKE) MODE=san $(BUILD)/san/unit && tool/pg.sh $(BUILD)/san/unit

flow: ## flows with the real binary over its ports
	@$(MAKE) $(BUILD)/purvey && tool/flow.sh

golden: ## rewrite the golden files; review the difference
	@$(MAKE) MODE=san $(BUILD)/san/unit && PURVEY_GOLDEN=write $(BUILD)/san/unit golden

fuzz: ## run every fuzzer for T seconds (60)
	@$(MAKE) CC=clang MODE=fuzz $(addprefix $(BUILD)/fuzz/fuzz_,$(FUZZERS)) && tool/fuzz.sh $(BUILD)/fuzz $(or $(T),60)

lint: ## layers, sizes, banned functions, both compilers with warnings as errors
	+@tool/layers.sh src && tool/sections.sh && tool/size.sh && tool/lint.sh

bench: ## ours beside the peer on the same data in one run; NAME=one of bench/
	@$(MAKE) $(BUILD)/purvey && bench/run.sh $(NAME)

test-shops: ## channels against real Vendure and Medusa servers (about 4 minutes to install)
	@$(MAKE) $(BUILD)/purvey && test/shop/run.sh

clean: ## remove what was built; the cache stays
	rm -rf $(BUILD)
