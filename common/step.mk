# All build rules. A step's Makefile is one line that includes this file.
#
#   make          build the step: its demos
#   make run      run its own demo, with ARGS="..." for options
#   make check    build and run all its tests
#   make clean    remove what was built
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS and LDLIBS can be set from outside; what was
# built with others is built again. V=1 shows the commands.

STEP := $(lastword $(notdir $(CURDIR)))
COMMON := $(patsubst %/step.mk,%,$(lastword $(MAKEFILE_LIST)))
# Beside the steps and not inside, so that two steps can be compared.
BUILD := ../build/$(STEP)

DEMO-step01-task-trait := letter
DEMO-step02-wake := doorbell
DEMO-step03-executor := take_turns
DEMO-step04-timer-loop := alarm
DEMO-step05-combined := ding
DEMO := $(DEMO-$(STEP))

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow
# _DARWIN_C_SOURCE: macOS hides one call of clock.c without it; not run there.
FEATURES := -D_POSIX_C_SOURCE=200809L -D_DARWIN_C_SOURCE
COMPILE = $(CC) -std=c11 $(WARNINGS) $(FEATURES) -pthread -I. -I$(COMMON) \
    $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) -pthread $(CFLAGS) $(LDFLAGS)
CHECK_CFLAGS = $(shell pkg-config --cflags check 2>/dev/null)
CHECK_LIBS = $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)

# Tests see the fakes in place of the real files, except in test_real_*.
SOURCES := $(basename $(wildcard *.c))
FAKED := $(filter park clock,$(SOURCES))
REAL_OBJECTS := $(SOURCES:%=$(BUILD)/%.o)
TEST_OBJECTS := $(filter-out $(FAKED:%=$(BUILD)/%.o),$(REAL_OBJECTS)) \
    $(FAKED:%=$(BUILD)/fake_%.o)
DEMOS := $(patsubst demo/%.c,$(BUILD)/%,$(wildcard demo/*.c))
TESTS := $(patsubst test/%.c,$(BUILD)/%,$(wildcard test/test_*.c))
REAL_TESTS := $(filter $(BUILD)/test_real_%,$(TESTS))

MAKEFLAGS += --no-print-directory
V ?= 0
SAY-0 = @echo "  $(1) $(2)" >&2;
SAY = $(SAY-$(V))

.DEFAULT_GOAL := all
.PHONY: all run check clean tests FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(DEMOS)

run: $(BUILD)/$(DEMO)
	@$(BUILD)/$(DEMO) $(ARGS)

tests: $(TESTS)

check: $(BUILD)/check-found
	@$(MAKE) tests
	@failed=0; for test in $(TESTS); do \
	    $(WRAPPER) "$$test" || failed=1; \
	done; exit $$failed

clean:
	rm -rf $(BUILD)

# Holds the commands that all else here was built with; new when they change.
export COMMANDS = $(COMPILE) : $(LINK) $(LDLIBS)
$(BUILD)/commands: FORCE
	@mkdir -p $(BUILD)
	@[ "$$COMMANDS" = "$$(cat $@ 2>/dev/null)" ] || \
	    printf '%s\n' "$$COMMANDS" >$@

# A program that uses Check must link: the header alone is not enough.
$(BUILD)/check-found: $(BUILD)/commands
	@printf '#include <check.h>\nint main(void) { suite_create(""); }\n' | \
	    $(COMPILE) $(CHECK_CFLAGS) -x c - -o $@ $(CHECK_LIBS) $(LDFLAGS) \
	    2>/dev/null || { echo "The tests need the library Check: run" \
	    "'sh setup.sh check' at the top, or install it." >&2; exit 1; }

$(BUILD)/%.o: %.c $(BUILD)/commands
	$(call SAY,CC,$<)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: demo/%.c $(BUILD)/commands
	$(call SAY,CC,$<)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: test/%.c $(BUILD)/commands
	$(call SAY,CC,$<)$(COMPILE) $(CHECK_CFLAGS) -DBUILD='"$(BUILD)"' -MMD -MP -c -o $@ $<

$(BUILD)/%.o: $(COMMON)/%.c $(BUILD)/commands
	$(call SAY,CC,$<)$(COMPILE) -MMD -MP -c -o $@ $<

$(DEMOS): %: %.o $(REAL_OBJECTS)
	$(call SAY,LD,$(@F))$(LINK) -o $@ $^ $(LDLIBS)

$(filter-out $(REAL_TESTS),$(TESTS)): %: %.o $(TEST_OBJECTS)
	$(call SAY,LD,$(@F))$(LINK) -o $@ $^ $(CHECK_LIBS) $(LDLIBS)

$(REAL_TESTS): %: %.o $(REAL_OBJECTS) $(DEMOS)
	$(call SAY,LD,$(@F))$(LINK) -o $@ $(filter %.o,$^) $(CHECK_LIBS) $(LDLIBS)

-include $(wildcard $(BUILD)/*.d)
