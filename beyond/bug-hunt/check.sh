#!/bin/sh
# check.sh [NUMBER...]: proves that each bug, or each of these, makes the test
# fail that its file names, and that the right step passes it. Without numbers,
# the harmless twins have to pass all tests of their step, too.
#
# TIMES=10 repeats each run, and all must end alike. HANG is the number of
# seconds after which a test that still runs has failed. AT_ONCE bugs are tried
# at a time: most of them sleep. CC and so on are make's.
set -eu
ulimit -c 0 # some of them crash, as they should
cd "$(dirname "$0")/../.."
. beyond/bug-hunt/bug.sh

times=${TIMES:-1}
hang=${HANG:-4}
at_once=${AT_ONCE:-4}
built=build/bug-hunt
right=$built/right
whole=step05-combined
failed=0

say() { echo "$*" | tee -a "$built/said"; }

fail() {
    echo "FAILED  $name: $*" >&2
    failed=1
}

# A copy, and built only once: each bug starts with what it has built. Demos are
# built at -O0: as written, so that they fail in the same way everywhere.
build_what_is_right() {
    name=right
    mkdir -p "$right"
    rm -rf "$right"/common "$right"/step0*
    cp -Rp common step0* "$right"
    for step in step0*; do
        make_in "$right" tests
        make_demos_in "$right" all
    done
}

# copy_with_bug FILE: leaves it in $here
copy_with_bug() {
    here=$built/$name
    rm -rf "$here"
    mkdir -p "$here/build"
    cp -Rp "$right/common" "$right/$step" "$here"
    [ ! -d "$right/build/$step" ] || cp -Rp "$right/build/$step" "$here/build"
    plant "$1" "$here/$step"
}

copy_whole_with_bug() {
    [ "$step" = "$whole" ] || {
        cp -Rp "$right/$whole" "$here"
        plant "$1" "$here/$whole"
    }
}

# make_in DIR ARGUMENT...: make in the step there, silent unless it fails
make_in() {
    dir=$1
    shift
    make -s -C "$dir/$step" "$@" >"$built/$name.make" 2>&1 || {
        cat "$built/$name.make" >&2
        exit 1
    }
}

make_demos_in() {
    make_in "$1" BUILD=../build/demo CFLAGS='-O0 -g' "$2"
}

run_test() {
    (cd "$1/$step" && CK_RUN_CASE=$test CK_DEFAULT_TIMEOUT=$hang timeout 10 \
        "../build/$step/$program" >"../../$name.output" 2>&1)
}

# In Check's own words.
test_passes() {
    run_test "$1" && grep -q '^100%: Checks: 1, ' "$built/$name.output"
}

test_fails() {
    ! run_test "$1" && grep -q "^[^ ]*:[FE]:$test:$test:" "$built/$name.output"
}

demo_fails() {
    demo_shows "$file" "$1/build/demo/$program" "$built/$name.output"
}

demo_passes() { ! demo_fails "$1"; }

# Of the whole: a scene may need more than the bug's step has. The right one is
# the explorer's default, and built already.
run_scenes() {
    status=0 source=
    [ "$1" = "$right" ] || source="--source $1/$whole"
    sh "$explorer" $source $scenes >"$built/$name.output" 2>&1 || status=$?
}

scene_passes() { run_scenes "$1" && [ "$status" -eq 0 ]; }

scene_fails() { run_scenes "$1" && [ "$status" -eq 1 ]; }

step_passes() { make -s -C "$1/$step" check >"$built/$name.output" 2>&1; }

# always TIMES CHECK DIR
always() {
    for _ in $(seq "$1"); do "$2" "$3" || return 1; done
}

# judge TIMES KIND: the right one passes, and the other one fails
judge() {
    if ! always "$1" "$2_passes" "$right"; then
        fail "the right $step fails as well: see $built/$name.output"
    elif ! always "$1" "$2_fails" "$here"; then
        fail "not caught: see $built/$name.output"
    else
        say "caught  $name by its $2"
    fi
}

by_test() {
    program=$(basename "${caught%%: *}" .c) test=${caught#*: }
    copy_with_bug "$1"
    make_in "$here" "../build/$step/$program"
    judge "$times" test
}

by_demo() {
    program=$(basename "$(replaced "$1")" .c)
    copy_with_bug "$1"
    make_demos_in "$here" "../build/demo/$program"
    judge "$times" demo
}

# Once is enough: the explorer leaves nothing to chance.
by_scene() {
    copy_with_bug "$1"
    copy_whole_with_bug "$1"
    judge 1 scene
}

check_bug() {
    name=$(basename "$1" .patch)
    step=$(field "$1" Step)
    caught=$(field "$1" 'Caught by')
    scenes=$(scenes "$1")
    for part in Symptom Step Concurrency Explanation; do
        [ "$(field "$1" "$part")" ] || fail "no $part"
    done
    case $caught in
    test/*) by_test "$1" ;;
    demo/*) by_demo "$1" ;;
    explore:*) ;;
    *) fail "no such test: $caught" ;;
    esac
    [ "$(field "$1" Concurrency)" = no ] || [ "$scenes" ] ||
        fail "takes two threads, and names no scene that finds it"
    case $explored:$scenes:$caught in
    yes::*) ;;
    yes:*) by_scene "$1" ;;
    no:*:explore:*) echo "left    $name: it takes $explorer" ;;
    esac
}

check_twin() {
    name=twin-$(basename "$1" .patch)
    step=$(field "$1" Step)
    scenes=$(scenes "$1")
    copy_with_bug "$1"
    copy_whole_with_bug "$1"
    if ! always "$times" step_passes "$here"; then
        fail "a test fails: see $built/$name.output"
    elif [ "$scenes" ] && [ "$explored" = yes ] && ! scene_passes "$here"; then
        fail "$explorer finds a fault: see $built/$name.output"
    else
        say "passes  $name"
    fi
}

# It may not be there, or not be for this machine.
explored=no
[ ! -f "$explorer" ] || sh "$explorer" --list | grep -q '^explore: skipped' ||
    explored=yes

count() { grep -c "$1" "$built/said" || true; }

# check_share NUMBER FILE...: every at_once-th of the files, from that one on
check_share() (
    number=$1
    shift
    for file; do
        number=$((number - 1))
        [ "$number" -eq 0 ] || continue
        number=$at_once
        case $file in
        */twins/*) check_twin "$file" ;;
        *) check_bug "$file" ;;
        esac
    done
    exit $failed
)

files=$(all "$@")
[ $# -gt 0 ] || files="$files $(ls "$bugs"/twins/*.patch)"
build_what_is_right
: >"$built/said"
shares=
for number in $(seq "$at_once"); do
    check_share "$number" $files &
    shares="$shares $!"
done
for share in $shares; do
    wait "$share" || failed=1
done
if [ $# -eq 0 ]; then
    name=README.md
    sh "$bugs/list.sh" check || fail "see above"
fi
echo "Caught: $(count 'by its test$') by a test, $(count 'by its demo$') by a" \
    "demo, $(count 'by its scene$') by a scene. Harmless twins that pass:" \
    "$(count '^passes')."
exit $failed
