# The steps build by themselves (make -C step03-executor); here is what goes
# across them. Their rules are in common/step.mk.

STEPS := step01-task-trait step02-wake step03-executor step04-timer-loop \
    step05-combined
TEXTS := TUTORIAL.md README.md TEACHING.md beyond/README.md \
    $(wildcard beyond/*/README.md)
FORMATTED := $(foreach d,$(STEPS) common common/wrong common/answers \
    common/other $(wildcard common/hard/* beyond/*), \
    $(d)/*.[ch] $(d)/*/*.[ch])

NUMBERS := 1 2 3 4 5
HARD := $(NUMBERS:%=%h)
# What a learner can write: each step, and its hard exercise.
LEARN := $(NUMBERS) $(HARD)

# The directory of step 3, from the 3 in "check-3".
step = $(filter step0$(1)-%,$(STEPS))

.DEFAULT_GOAL := help
.PHONY: help help-all all run check clean tutorial format sync \
    check-steps check-additive check-wrong check-answers \
    check-text check-hints check-other check-strict check-hard check-format \
    check-bugs python3 coverage mutants check-tools trust doctor \
    bug bug-solved bug-answer check-beyond explore play faults fuzz soak \
    bench bench-growth bench-calls bench-fast cost \
    debug-bug asan-bug tsan-bug memcheck-bug \
    trace book serve check-book
MAKEFLAGS += --no-print-directory
.NOTPARALLEL: # two goals may build in one place; the steps' own makes may

help:
	@echo 'make run        nine tasks ding over two threads (ARGS="--help" for more)'
	@echo 'make check      all tests of all steps, the wrong versions, and the text'
	@echo 'make run-3      the demo of step 3 (1 to 5)'
	@echo 'make check-3    the tests of step 3 (1 to 5)'
	@echo 'make wrong-3    the naive tries of step 3, failing (0 to 5)'
	@echo 'make trace      draws a run of the nine tasks: who ran, waited, woke whom'
	@echo 'make diff-3     what step 3 adds to step 2, as a lesson (2 to 5)'
	@echo 'make start-3    a skeleton of step 3 in work/, to write it yourself (1 to 5)'
	@echo 'make grade-3    how far that is; hint-3 helps on, solution-3 compares'
	@echo 'make play       you say which thread steps next: can you lose a wake?'
	@echo 'make book       the tutorial as pages, in book/; make serve shows it'
	@echo 'make answers-3  answers to the exercises of step 3, run (1 to 5)'
	@echo 'make clean      removes what was built'
	@echo 'make help-all   the rest'

help-all: help
	@echo
	@echo 'make watch-3         grades what you write of step 3 at every save'
	@echo 'make start-3h        the hard exercise of step 3; grade-3h, hint-3h and so on'
	@echo 'make bug N=7         a copy of a step with a bug in it, in work/bug-07'
	@echo 'make bug SEED=ada    a mistake of the mutants, chosen by the seed'
	@echo 'make bug-solved N=7  whether you have mended it'
	@echo 'make bug-answer N=7  what it was'
	@echo 'make debug-3         the tests of step 3 in gdb (TEST=a_name; 1 to 5)'
	@echo 'make asan-3 tsan-3 memcheck-3   under AddressSanitizer and so on'
	@echo 'make debug-bug N=7   the same four of a bug: asan-bug tsan-bug memcheck-bug'
	@echo 'make doctor          which tools are here, and what others are good for'
	@echo 'make all             builds all demos'
	@echo 'make check-steps     the tests of all steps'
	@echo 'make check-additive  each step holds the files of the one before'
	@echo 'make check-wrong     each wrong version fails as told'
	@echo 'make check-answers   each answer to an exercise shows what it should'
	@echo 'make check-text      the text is as the sources and the programs'
	@echo 'make tutorial        makes it so'
	@echo 'make check-other     the grader takes steps of another shape'
	@echo 'make check-strict    and none in which a function does nothing'
	@echo 'make check-hard      the hard exercises, and wrong answers to them (N="4h 5h")'
	@echo 'make check-bugs      each planted bug is caught (TIMES=10, N="7 9")'
	@echo 'make check-format    the sources are as clang-format leaves them'
	@echo 'make format          makes them so'
	@echo 'make sync            copies each step over the next one'
	@echo 'make coverage        which lines and branches the tests reach'
	@echo 'make mutants         which small mistakes they see (SAMPLE=40 SEED=2 ONLY=heap.c)'
	@echo 'make check-tools     compilers, analysers, sanitizers, other machines'
	@echo 'make trust           all that takes minutes, as a table (ROWS="soak mutants")'
	@echo 'make check-beyond    the tests of what lies beyond, a bounded part of each'
	@echo 'make explore         every interleaving of the steps'"'"' own sources'
	@echo 'make faults          each call to the world fails in turn'
	@echo 'make fuzz            random programs against a model'
	@echo 'make soak            a minute under load, counted (SECONDS=60 SEED=1)'
	@echo 'make cost            what a call of a task costs, and where that goes'
	@echo 'make bench           what it costs, beside others (ONLY=W3 TURNS=5)'
	@echo 'make bench-growth    and how that grows with the number of tasks'
	@echo 'make bench-calls     system calls of two executors that wake each other'
	@echo 'make check-book      the pages in a browser (sh setup.sh book)'
	@echo 'make bench-fast      what each change to the executor in beyond/fast bought'

all: $(STEPS:%=all-in-%)

run: run-5

# One after the other: they build in the same places.
check:
	@$(MAKE) check-steps
	@$(MAKE) check-additive
	@$(MAKE) check-wrong
	@$(MAKE) check-answers
	@$(MAKE) check-hints
	@$(MAKE) check-text
	@echo "All is well: every test passed, and the text is as the sources and" \
	    "the programs."

# One after the other, so that their output does not mix under make -j.
check-steps:
	@failed=0; for number in $(NUMBERS); do \
	    $(MAKE) check-$$number || failed=1; \
	done; exit $$failed

check-additive:
	@before=; for step in $(STEPS); do \
	    [ -z "$$before" ] || ! diff -rq $$before $$step | \
	        grep -v "^Only in $$step[:/]" || exit 1; \
	    before=$$step; \
	done
	@echo "Each step holds the files of the one before, to the byte."

check-wrong:
	@for number in 0 $(NUMBERS); do \
	    $(MAKE) wrong-$$number >/dev/null || exit 1; \
	done
	@echo "Each wrong version fails as told."

check-answers:
	@for number in $(NUMBERS); do \
	    $(MAKE) answers-$$number >/dev/null || exit 1; \
	done
	@echo "Each answer shows what it should."

check-hints: python3
	@for number in $(LEARN); do \
	    python3 common/learn.py check $$number || exit 1; \
	done
	@echo "Each test has its hints."

# Steps written in another shape must pass the grader: it judges behaviour.
check-other: python3
	@rm -rf build/other
	@for number in 3 4; do \
	    export WORK=build/other; step=$$(echo step0$$number-*); \
	    python3 common/learn.py start $$number >/dev/null && \
	    cp $$step/*.c $$WORK/$$step && \
	    cp common/other/$$step/*.c $$WORK/$$step && \
	    python3 common/learn.py grade $$number >$$WORK/grade && \
	    grep -q "^All of step" $$WORK/grade || \
	    { cat $$WORK/grade; exit 1; }; \
	done
	@echo "The grader takes steps of another shape."

# Each step of the tutorial, with one function emptied, must fail its grade.
check-strict: python3
	@python3 common/strict.py

# The answers to the hard exercises pass their tests; wrong ones do not.
check-hard: python3
	@wrapper=$$(sh beyond/tools/wrapper.sh '$(CC)' -fsanitize=thread) && \
	    CC='$(CC)' $$wrapper python3 common/hard.py $(or $(N),$(HARD))

python3:
	@command -v python3 >/dev/null || { echo "This needs python3:" \
	    "run 'sh setup.sh check', or install it." >&2; exit 1; }

check-text tutorial: all python3
	@python3 common/tutorial.py $(if $(filter tutorial,$@),write,check) $(TEXTS)

check-bugs:
	@CC='$(CC)' sh beyond/bug-hunt/check.sh $(N)

check-format:
	@clang-format --dry-run -Werror $(wildcard $(FORMATTED))

format:
	clang-format -i $(wildcard $(FORMATTED))

# A fix is made in the first step that has the file, and goes on from there.
sync:
	@before=; for step in $(STEPS); do \
	    [ -z "$$before" ] || cp -Rp $$before/. $$step; \
	    before=$$step; \
	done

$(STEPS:%=all-in-%): all-in-%:
	@$(MAKE) -C $* all

$(NUMBERS:%=run-%): run-%:
	@$(MAKE) -C $(call step,$*) run

$(NUMBERS:%=check-%): check-%:
	@echo "== $(call step,$*)"
	@$(MAKE) -C $(call step,$*) check

$(patsubst %,diff-%,2 3 4 5): diff-%:
	@sh common/lesson.sh $*

$(patsubst %,wrong-%,0 $(NUMBERS)): wrong-%:
	@CC='$(CC)' sh common/run.sh wrong $*

$(NUMBERS:%=answers-%): answers-%:
	@CC='$(CC)' sh common/run.sh answers $*

# What a learner writes, in work/.
$(LEARN:%=start-%): start-%: python3
	@python3 common/learn.py start $* $(AGAIN)

$(LEARN:%=grade-%): grade-%: python3
	@CC='$(CC)' python3 common/learn.py grade $* $(FORMAT)

$(LEARN:%=watch-%): watch-%: python3
	@CC='$(CC)' python3 common/learn.py watch $*

$(LEARN:%=hint-%): hint-%: python3
	@CC='$(CC)' python3 common/learn.py hint $*

$(LEARN:%=solution-%): solution-%: python3
	@python3 common/learn.py solution $*

coverage:
	@python3 beyond/coverage/coverage.py

mutants:
	@python3 beyond/mutants/mutants.py $(if $(SAMPLE),--sample $(SAMPLE)) \
	    $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only '$(ONLY)')

check-tools:
	@sh beyond/tools/matrix.sh

trust:
	@sh beyond/trust.sh $(ROWS)

# Where the learner's step is, or else the tutorial's.
$(NUMBERS:%=debug-%): debug-%:
	@CC='$(CC)' sh common/debug.sh gdb $* $(TEST)

$(NUMBERS:%=asan-%): asan-%:
	@CC='$(CC)' sh common/debug.sh asan $* $(TEST)

$(NUMBERS:%=tsan-%): tsan-%:
	@CC='$(CC)' sh common/debug.sh tsan $* $(TEST)

$(NUMBERS:%=memcheck-%): memcheck-%:
	@CC='$(CC)' sh common/debug.sh memcheck $* $(TEST)

doctor:
	@CC='$(CC)' sh common/doctor.sh

TOOL_BUGS := debug-bug asan-bug tsan-bug memcheck-bug
bug bug-solved bug-answer $(TOOL_BUGS): WHICH = $(if $(SEED),seed-$(SEED),$(N))

bug:
	@sh beyond/bug-hunt/plant.sh $(WHICH)

bug-solved:
	@CC='$(CC)' sh beyond/bug-hunt/solved.sh $(WHICH)

bug-answer:
	@sh beyond/bug-hunt/answer.sh $(WHICH)

$(TOOL_BUGS):
	@CC='$(CC)' sh common/debug.sh $(subst debug,gdb,$(@:-bug=)) \
	    bug-$(WHICH) $(TEST)

soak:
	@$(MAKE) -C beyond/soak soak

bench bench-growth bench-calls:
	@$(MAKE) -C beyond/bench $@

bench-fast:
	@$(MAKE) -C beyond/fast bench

cost:
	@$(MAKE) -C beyond/cost cost

# Without SCENE: which there are.
play: python3
	@python3 beyond/explore/play/play.py $(SCENE) $(BUG)

book:
	@$(MAKE) -C beyond/book

serve:
	@$(MAKE) -C beyond/book serve

check-book:
	@$(MAKE) -C beyond/book check

# PROGRAM and ARGS go on to it by themselves.
trace: python3
	@$(MAKE) -C beyond/trace trace

explore faults fuzz:
	@$(MAKE) -C beyond/$@ check

# A bounded part of each; trust is all of it.
check-beyond:
	@for part in explore faults fuzz soak bench cost fast thread-pool \
	    sockets futures-crate trace; do \
	    $(MAKE) -C beyond/$$part check || exit 1; \
	done
	@$(MAKE) check-bugs
	@$(MAKE) check-hard
	@$(MAKE) mutants SAMPLE=40

clean:
	rm -rf build book
