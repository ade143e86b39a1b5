# yichuang 一窗.  make help lists what there is; every output goes to $(BUILD).
BUILD ?= build
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
CFLAGS ?= -O2 -g
PREFIX ?= /usr
FUZZ_SECONDS ?= 5
Q := $(if $(filter 1,$(V)),,@)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j2
endif

# --- What it stands on (Debian 12 names) -------------------------------------------------------------
PACKAGES := gcc libc6-dev make libdb5.3-dev libncurses-dev protobuf-c-compiler libprotobuf-c-dev libyaml-dev \
            libjansson-dev libssl-dev libargon2-dev libseccomp-dev gettext libc-bin locales
PACKAGES_TEST := libcmocka-dev libvterm-dev clang libclang-rt-14-dev clang-format python3 tmux \
                 openssl sqlite3 libsqlite3-dev openssh-server openssh-client
PACKAGES_BENCH := g++ libquantlib0-dev python3-numpy
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings \
        -Wold-style-definition -Wformat=2 -Wvla -Wpointer-arith -Wcast-qual -Wno-format-nonliteral
WERROR ?= -Werror
YC_CFLAGS := -std=gnu11 -D_GNU_SOURCE -pthread -fno-strict-aliasing -Isrc -I$(BUILD)/gen $(WARN) $(WERROR) $(EXTRA_CFLAGS)
YC_LDFLAGS := -pthread $(EXTRA_LDFLAGS)

# --- Layers (doc/design.md): each an archive, linked from the top down ----------------------------
# src/witness is a program of its own and shares no code with them.
ORDER  := tui/screen tui/widget tui/term hall office report catalog store door domain model base
LAYERS := cli $(ORDER)
below_base       := base
below_model      := model base
below_domain     := domain model base
below_catalog    := catalog domain model base
below_store      := store base
below_door       := door model base
below_office     := office catalog store door domain model base
below_hall       := hall office catalog store door domain model base
below_tui/term   := tui/term base
below_tui/widget := tui/widget tui/term base
below_tui/screen := tui/screen tui/widget tui/term catalog door domain model base
below_report     := report catalog door domain model base
below_cli        := cli $(ORDER)
libs_base := -lm -lseccomp
libs_model := -lprotobuf-c
libs_catalog := -lyaml
libs_store := -ldb-5.3
libs_office := -lcrypto -largon2 -ljansson
libs_tui/term := -lncursesw
libs_cli := -ljansson
libs_report := -ljansson
libs_domain := -ljansson
libs_for = $(sort $(foreach l,$(1),$(libs_$(l))))
archive = $(BUILD)/lib/$(subst /,_,$(1)).a
archives = $(foreach l,$(1),$(call archive,$(l)))

PROTOS := $(wildcard src/model/*.proto)
GEN    := $(PROTOS:src/model/%.proto=$(BUILD)/gen/model/%.pb-c.h)
src_of  = $(filter-out src/cli/main_%,$(wildcard src/$(1)/*.c src/$(1)/*/*.c))
obj_of  = $(if $(filter model,$(1)),$(PROTOS:src/model/%.proto=$(BUILD)/obj/model/%.o),$(patsubst src/%.c,$(BUILD)/obj/%.o,$(call src_of,$(1))))

MAINS    := $(wildcard src/cli/main_*.c)
WITNESS  := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(wildcard src/witness/*.c))
PROGRAMS := $(MAINS:src/cli/main_%.c=$(BUILD)/bin/%) $(BUILD)/bin/yichuang-witness
OBJECTS  := $(foreach l,$(LAYERS),$(call obj_of,$(l))) $(MAINS:src/%.c=$(BUILD)/obj/%.o) $(WITNESS)

# --- Languages: messages, and the Chinese charsets of terminals that a minimal system lacks -----------
LOCALE := $(BUILD)/locale
PO     := $(wildcard data/po/*.po)
MO     := $(PO:data/po/%.po=$(LOCALE)/%/LC_MESSAGES/yichuang.mo)
CHARSETS := $(LOCALE)/zh_CN.GB18030/LC_CTYPE $(LOCALE)/zh_CN.GBK/LC_CTYPE
XGETTEXT := xgettext --from-code=UTF-8 --add-location --sort-by-file -k_ -kN_ -kfault_set:4

## all: build everything (the default)
all: $(PROGRAMS) $(MO) $(CHARSETS)

$(BUILD)/gen/model/%.pb-c.h $(BUILD)/gen/model/%.pb-c.c &: src/model/%.proto
	@mkdir -p $(BUILD)/gen/model
	$(Q)protoc-c --proto_path=src/model --c_out=$(BUILD)/gen/model $<

# Objects follow the flags: a sanitizer build in the same folder would otherwise mix.
FLAGS := $(CC) $(CFLAGS) $(YC_CFLAGS) $(YC_LDFLAGS)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(FLAGS))' | cmp -s - $@ || echo '$(subst ','\'',$(FLAGS))' >$@

$(BUILD)/obj/model/%.o: $(BUILD)/gen/model/%.pb-c.c $(BUILD)/flags | $(GEN)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_CFLAGS) -Wno-cast-qual -MMD -MP -c $< -o $@

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags | $(GEN)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_CFLAGS) -MMD -MP -c $< -o $@

define layer_rule
$(call archive,$(1)): $(call obj_of,$(1))
	@mkdir -p $$(@D)
	$$(Q)rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(BUILD)/bin/yichuang-witness: $(WITNESS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_LDFLAGS) $^ -o $@ -lcrypto -ljansson

$(BUILD)/bin/%: $(BUILD)/obj/cli/main_%.o $(call archives,$(LAYERS))
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_LDFLAGS) $^ -o $@ $(call libs_for,$(LAYERS))

$(LOCALE)/%/LC_MESSAGES/yichuang.mo: data/po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check $< -o $@

$(LOCALE)/zh_CN.%/LC_CTYPE:
	@mkdir -p $(LOCALE)
	$(Q)localedef --no-archive --no-hard-links -i zh_CN -f $* $(abspath $(@D))

# --- Tests: tests/unit/LAYER_what.c links LAYER and what lies below it (tui_term_x.c for tui/term);
#     tests/fuzz/LAYER_what.c likewise, with a fuzzer's main; tests/torture, tests/bench likewise --------
layer_of = $(strip $(foreach l,$(LAYERS),$(if $(filter $(subst /,_,$(l))_%,$(1)),$(l))))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/test/%,$(wildcard tests/unit/*.c))
FUZZ := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
TORTURE := $(patsubst tests/torture/%.c,$(BUILD)/torture/%,$(wildcard tests/torture/*.c))
BENCH := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
# What one test needs besides: libs_test_NAME := -lvterm
libs_test_tui_term_screen := -lvterm -lutil
libs_test_tui_term_probe := -lvterm -lutil
libs_test_raw_acts := -ldb-5.3
libs_test_sqlite_acts := -lsqlite3
libs_unit := -lcmocka
libs_fuzz := -fsanitize=fuzzer
# $(1) name, $(2) unit or fuzz, $(3) program, $(4) its archives
define test_rule
$(3): tests/$(2)/$(1).c $(4) $(BUILD)/flags | $(GEN)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) $$(YC_CFLAGS) -MMD -MP -MF $$@.d -MT $$@ -Itests -DSOURCE_DIR='"$(CURDIR)"' $$< $(4) \
		$$(YC_LDFLAGS) -o $$@ $(libs_$(2)) $(call libs_for,$(below_$(call layer_of,$(1)))) $$(libs_test_$(1))
endef
test_rules = $(foreach t,$(notdir $(3)),$(eval $(call \
	test_rule,$(t),$(1),$(2)/$(t),$(call archives,$(below_$(call layer_of,$(t)))))))
$(call test_rules,unit,$(BUILD)/test,$(UNIT))
$(call test_rules,fuzz,$(BUILD)/fuzz,$(FUZZ))
$(call test_rules,torture,$(BUILD)/torture,$(TORTURE))
$(call test_rules,bench,$(BUILD)/bench,$(BENCH))
# Libraries of others, for comparison only.
$(BUILD)/bench/peers_%: tests/bench/peers/%.cpp
	@mkdir -p $(@D)
	$(Q)g++ -O2 -std=c++17 $< -o $@ -lQuantLib
# The second opinion on the time law (tests/oracle) goes into the tests that ask it.
$(BUILD)/test/walk.o: tests/oracle/walk.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_CFLAGS) -Itests -MMD -MP -c $< -o $@
libs_test_domain_oracle := $(BUILD)/test/walk.o
libs_test_domain_due_laws := $(BUILD)/test/walk.o
$(BUILD)/test/domain_oracle $(BUILD)/test/domain_due_laws: $(BUILD)/test/walk.o
units: $(UNIT) $(TORTURE)
fuzzers: $(FUZZ)

# make layer-domain, make unit-domain: one layer and its tests alone
$(foreach l,$(LAYERS),$(eval layer-$(subst /,_,$(l)): $(call archive,$(l))))
unit-%: ; @$(MAKE) --no-print-directory $(filter $(BUILD)/test/$*_%,$(UNIT)) && for t in $(filter $(BUILD)/test/$*_%,$(UNIT)); do $$t || exit 1; done

# --- The two commands ---------------------------------------------------------------------------------
## run: install what is missing, build, make the sample hall, open the office (no terminal: play a day)
run: packages
	@$(MAKE) --no-print-directory all
	@hall=$${YICHUANG_HOME:-var/yichuang}; \
	if [ ! -t 1 ]; then exec $(BUILD)/bin/yichuang play; fi; \
	[ -e "$$hall" ] || $(BUILD)/bin/yichuang init --sample || exit; \
	exec $(BUILD)/bin/yichuang

## test: install what is missing, build, run every test; the last line counts them
test: packages-test
	+@python3 tests/run.py $(BUILD) build lint unit script torture fuzz

## packages, packages-test: install the Debian packages that building and testing need
packages:      ; @tests/packages.sh $(PACKAGES)
packages-test: ; @tests/packages.sh $(PACKAGES) $(PACKAGES_TEST)

packages-bench: ; @tests/packages.sh $(PACKAGES) $(PACKAGES_TEST) $(PACKAGES_BENCH)

# --- Other ways to look at it --------------------------------------------------------------------------
## lint: layers, style, translations, link test, and the data; all findings, not the first
lint:
	+@$(MAKE) --no-print-directory --keep-going lint-layers lint-style po-check $(LAYERS:%=link-%) lint-data
lint-layers: ; @python3 tests/lint/layers.py src
lint-style:  ; @python3 tests/lint/style.py .
lint-data: $(filter %/yichuang,$(PROGRAMS))
	@$(if $^,$^ lint)

# Every object of a layer must find its symbols at or below it.
define link_rule
link-$(1): $(call archives,$(below_$(1)))
	@mkdir -p $(BUILD)/link
	@echo 'int main(void) { return 0; }' | $$(CC) $$(CFLAGS) -x c - -x none $$(YC_LDFLAGS) -o $(BUILD)/link/$(subst /,_,$(1)) \
		-Wl,--whole-archive $$^ -Wl,--no-whole-archive $(call libs_for,$(below_$(1)))
endef
$(foreach l,$(LAYERS),$(eval $(call link_rule,$(l))))

## po-check: every message has a Chinese form with the same {n};  pot: the template;  po: renew data/po from it
po-check:
	@$(XGETTEXT) $(shell find src -name '*.[ch]' | sort) -o - | python3 tests/lint/po.py data/po/zh_CN.po
pot:
	@mkdir -p $(BUILD)
	@$(XGETTEXT) $(shell find src -name '*.[ch]' | sort) -o $(BUILD)/yichuang.pot
po: pot
	@for p in $(PO); do msgmerge --quiet --update --backup=none --no-fuzzy-matching $$p $(BUILD)/yichuang.pot || exit 1; done

# The tests once more under another build; check is what they run.
check:
	+@python3 tests/run.py $(BUILD) build unit script
again = +@$(MAKE) --no-print-directory BUILD=$(BUILD)-$(1) EXTRA_LDFLAGS='$(3)' CFLAGS='$(2) $(3)'
## asan, ubsan: the tests with address and undefined-behaviour checks;  tsan: with data-race checks
asan ubsan:
	$(call again,asan,-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all,-fsanitize=address$(comma)undefined) check
# The library's many locks make the detector of lock orders search for minutes: races only.
tsan: export TSAN_OPTIONS = suppressions=$(CURDIR)/tests/sanitize/tsan.supp detect_deadlocks=0
tsan:
	$(call again,tsan,-O1 -g,-fsanitize=thread) check
## cover: the tests with coverage; a table by layer
cover:
	@find $(BUILD)-cover -name '*.gcda' -delete 2>/dev/null || true
	-$(call again,cover,-O0 -g,--coverage) check
	@python3 tests/cover.py $(BUILD)-cover
## fuzz-smoke: each fuzz target for FUZZ_SECONDS
fuzz-smoke:
	+@python3 tests/run.py $(BUILD) fuzz
fuzz-build:
	$(call again,fuzz,-O1 -g -fno-sanitize-recover=all,-fsanitize=address$(comma)undefined) CC=clang \
		EXTRA_CFLAGS=-fsanitize=fuzzer-no-link fuzzers
## check-clang: build everything with clang as well
check-clang:
	+@$(MAKE) --no-print-directory BUILD=$(BUILD)-clang CC=clang all units
## bench, torture: measure the office as a whole; beat it for five minutes
bench: packages-bench all $(BENCH) $(BUILD)/bench/peers_quantlib
	@python3 tests/bench/run.py $(BUILD)
torture: all $(TORTURE)
	@BUILD=$(BUILD) tests/torture/run.sh full
## stat: lines by layer, and of the trusted part
stat:
	@python3 tests/lint/stat.py src
## format: clang-format over src and tests
format:
	@clang-format -i $$(find src tests -name '*.[ch]')

## install: to DESTDIR, under PREFIX (default /usr)
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/yichuang $(DESTDIR)$(PREFIX)/share/doc/yichuang
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	cp -R $(wildcard data forms keymaps) $(LOCALE) $(DESTDIR)$(PREFIX)/share/yichuang
	rm -rf $(DESTDIR)$(PREFIX)/share/yichuang/data/po
	cp -R README.md LICENSE $(wildcard doc/*) $(DESTDIR)$(PREFIX)/share/doc/yichuang

clean:
	rm -rf $(BUILD) $(addprefix $(BUILD)-,asan tsan cover fuzz clang)

help:
	@sed -n 's/^## /  make /p' Makefile

comma := ,
FORCE:
.PHONY: all units fuzzers run test packages packages-test lint lint-layers lint-style lint-data $(LAYERS:%=link-%) po-check pot po check asan ubsan tsan \
        cover fuzz-smoke fuzz-build check-clang bench torture stat format install clean help FORCE
.SECONDARY:
-include $(OBJECTS:.o=.d) $(UNIT:=.d) $(FUZZ:=.d) $(TORTURE:=.d) $(BENCH:=.d) $(BUILD)/test/walk.d
