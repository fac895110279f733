# What the directories beyond the steps build with. Each names its PROGRAMS,
# and of which objects each of them is made (NAME-objects); sources are looked
# for there, in step 5, among its demos and in common.
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS can be set from outside; what was
# built with others is built again. V=1 shows the commands.

STEP := ../../step05-combined
COMMON := ../../common
BUILD ?= ../../build/beyond/$(lastword $(notdir $(CURDIR)))

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow
FEATURES := -D_POSIX_C_SOURCE=200809L -D_DARWIN_C_SOURCE
COMPILE = $(CC) -std=c11 $(WARNINGS) $(FEATURES) -pthread -I. -I$(STEP) \
    -I$(COMMON) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) -pthread $(CFLAGS) $(LDFLAGS)

MAKEFLAGS += --no-print-directory
V ?= 0
SAY-0 = @echo "  $(1) $(2)" >&2;
SAY = $(SAY-$(V))

.DEFAULT_GOAL := all
.PHONY: all check clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:
.SECONDEXPANSION:

all: $(PROGRAMS:%=$(BUILD)/%)

clean:
	rm -rf $(BUILD)

# Holds the commands that all else here was built with; new when they change.
export COMMANDS = $(COMPILE) : $(LINK) $(LDLIBS)
$(BUILD)/commands: FORCE
	@mkdir -p $(BUILD)
	@[ "$$COMMANDS" = "$$(cat $@ 2>/dev/null)" ] || \
	    printf '%s\n' "$$COMMANDS" >$@

# MORE is what a Makefile adds for an object of its own.
vpath %.c . $(STEP) $(STEP)/demo $(COMMON)
$(BUILD)/%.o: %.c $(BUILD)/commands
	$(call SAY,CC,$<)$(COMPILE) $(MORE) -MMD -MP -c -o $@ $<

$(PROGRAMS:%=$(BUILD)/%): $$(patsubst %,$(BUILD)/%.o,$$($$(@F)-objects))
	$(call SAY,LD,$(@F))$(LINK) -o $@ $^ $(LDLIBS)

-include $(wildcard $(BUILD)/*.d)
