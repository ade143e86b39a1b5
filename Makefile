# yichuang 一窗.  make help lists what there is; every output goes to $(BUILD).
BUILD ?= build
CC ?= gcc
CFLAGS ?= -O2 -g
V ?= 0
Q := $(if $(filter 1,$(V)),,@)

# --- What it stands on -------------------------------------------------------------------------
PKGS := ncursesw panelw yaml-0.1 jansson libprotobuf-c libcrypto
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings \
        -Wold-style-definition -Wformat=2 -Wvla -Wpointer-arith -Wcast-qual -Wno-format-nonliteral
WERROR ?= -Werror
YC_CFLAGS := -std=gnu11 -D_GNU_SOURCE -pthread -fno-strict-aliasing -Isrc -I$(BUILD)/gen $(WARN) $(WERROR) $(EXTRA_CFLAGS)
YC_LDFLAGS := -pthread $(EXTRA_LDFLAGS)

# --- Layers (doc/design.md): each an archive, linked from the top down ----------------------------
LAYERS := base model domain catalog store door office hall tui/term tui/widget tui/screen report
ORDER  := tui/screen tui/widget tui/term hall office report catalog store door domain model base
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
below_cli        := $(ORDER)
libs_base := -lm
libs_model := -lprotobuf-c
libs_catalog := -lyaml
libs_store := -ldb-5.3
libs_office := -lcrypto
libs_tui/term := -lncursesw
libs_cli := -ljansson
libs_report := -ljansson
libs_domain := -ljansson
libs_for = $(sort $(foreach l,$(1),$(libs_$(l))))
archive = $(BUILD)/lib/$(subst /,_,$(1)).a
archives = $(foreach l,$(1),$(call archive,$(l)))

PROTOS := $(wildcard src/model/*.proto)
GEN    := $(PROTOS:src/model/%.proto=$(BUILD)/gen/model/%.pb-c.h)
src_of  = $(wildcard src/$(1)/*.c)
obj_of  = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(call src_of,$(1)))

PROGRAMS := $(patsubst src/cli/main_%.c,$(BUILD)/bin/%,$(wildcard src/cli/main_*.c))

all: $(PROGRAMS)

$(BUILD)/gen/model/%.pb-c.h: src/model/%.proto
	@mkdir -p $(@D)
	$(Q)protoc-c --proto_path=src/model --c_out=$(@D) $<

$(BUILD)/obj/model/%.o: $(BUILD)/gen/model/%.pb-c.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_CFLAGS) -Wno-cast-qual -c $(<:.h=.c) -o $@

# Objects follow the flags: a sanitizer build in the same folder would otherwise mix.
$(BUILD)/obj/%.o: src/%.c $(GEN)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_CFLAGS) -MMD -MP -c $< -o $@

define layer_rule
$(call archive,$(1)): $(if $(filter model,$(1)),$(PROTOS:src/model/%.proto=$(BUILD)/obj/model/%.o),$(call obj_of,$(1)))
	@mkdir -p $$(@D)
	$$(Q)rm -f $$@ && ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

CLI_COMMON := $(patsubst src/%.c,$(BUILD)/obj/%.o,$(filter-out $(wildcard src/cli/main_*.c),$(wildcard src/cli/*.c)))
$(BUILD)/bin/%: $(BUILD)/obj/cli/main_%.o $(CLI_COMMON) $(call archives,$(ORDER))
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(YC_LDFLAGS) $^ -o $@ $(call libs_for,$(LAYERS) cli)

# --- Tests: tests/unit/LAYER_what.c links LAYER and what lies below it (tui_term_x.c for tui/term) -------------
layer_of = $(strip $(foreach l,$(LAYERS),$(if $(filter $(subst /,_,$(l))_%,$(1)),$(l))))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/test/%,$(wildcard tests/unit/*.c))
define unit_rule
$(BUILD)/test/$(1): tests/unit/$(1).c $(call archives,$(below_$(call layer_of,$(1)))) $(GEN)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) $$(YC_CFLAGS) -MMD -MP -MF $$@.d -Itests -DSOURCE_DIR='"$(CURDIR)"' $$< $(call archives,$(below_$(call layer_of,$(1)))) $$(YC_LDFLAGS) \
		-o $$@ -lcmocka $(call libs_for,$(below_$(call layer_of,$(1)))) $(libs_test_$(1))
endef
$(foreach t,$(notdir $(basename $(wildcard tests/unit/*.c))),$(eval $(call unit_rule,$(t))))

# make layer-domain, make unit-domain: one layer and its tests alone
$(foreach l,$(LAYERS),$(eval layer-$(subst /,_,$(l)): $(call archive,$(l))))
unit-%: ; @$(MAKE) --no-print-directory $(filter $(BUILD)/test/$*_%,$(UNIT)) && for t in $(filter $(BUILD)/test/$*_%,$(UNIT)); do $$t || exit 1; done

clean:
	rm -rf $(BUILD)

.PHONY: all clean
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
