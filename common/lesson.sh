#!/bin/sh
# lesson.sh STEP: what a step adds to the one before, to read from top to end.
# On a terminal it is coloured and paged ($PAGER).
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

number=${1:?usage: lesson.sh STEP}
step=$(echo step0"$number"-*)
before=$(echo step0$((number - 1))-*)
[ -d "$step" ] && [ -d "$before" ] || {
    echo "lesson.sh: there is no step $number with one before it" >&2
    exit 2
}

if [ -t 1 ]; then
    bold=$(printf '\033[1m') red=$(printf '\033[31m')
    green=$(printf '\033[32m') plain=$(printf '\033[0m')
    pager=${PAGER:-less -RF}
    command -v ${pager%% *} >/dev/null || pager=cat
else
    bold='' red='' green='' plain='' pager=cat
fi

title() { printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"; }

# new PATTERN...: the step's files of that kind that the step before lacks
new() { (cd "$step" && for file in $1; do
    [ ! -e "$file" ] || [ -e "../$before/$file" ] || echo "$file"
done); }

show() {
    for file in $1; do
        title "--- $step/$file"
        cat "$step/$file"
    done
}

# A test's name is the sentence it proves.
sentences() {
    for file in $1; do
        printf '%s/%s\n' "$step" "$file"
        sed -n 's/^START_TEST(\(.*\))$/\1/p' "$step/$file" | tr _ ' ' |
            sed 's/^/  - /'
    done
}

# Without the places where only comments differ.
compare() {
    title "--- from $1 to $2"
    diff -U 2 "$1" "$2" | awk '
        function show() { if (code) printf "%s", hunk; hunk = ""; code = 0 }
        NR <= 2 { next }
        /^@@/ { show(); $0 = "@@" }
        /^[-+]/ && !/^[-+] *(\/\/|$)/ { code = 1 }
        { hunk = hunk $0 "\n" }
        END { show() }' |
        sed -e "s/^-.*/$red&$plain/" -e "s/^+.*/$green&$plain/"
}

# From each wrong version to the next one of the same file, and then to ours.
ladder() {
    last=
    for wrong in common/wrong/"$step"/*.c; do
        [ "$(sed -n 's|^// Replaces: ||p' "$wrong")" = "$1" ] || continue
        [ -z "$last" ] || compare "$last" "$wrong"
        last=$wrong
    done
    [ -z "$last" ] || compare "$last" "$step/$1"
}

lesson() {
    sed -n "s/^## Step $number: /Step $number. /p" TUTORIAL.md
    title "As it was in $before, to the byte:"
    (cd "$before" && for file in *.h *.c demo/*.c test/*.c; do
        ! cmp -s "$file" "../$step/$file" || echo "$file"
    done) | tr '\n' ' ' | fold -s -w 76
    echo
    title "New:"
    echo "$(new '*.h') $(new '*.c') $(new 'demo/*.c') $(new 'test/*.c')" |
        tr '\n' ' ' | fold -s -w 76
    echo
    show "$(new '*.h')"
    show "$(new '*.c')"
    show "$(new 'demo/*.c')"
    title "What the new tests prove:"
    sentences "$(new 'test/*.c')"
    title "From the wrong versions to the right one ('make wrong-$number' runs them):"
    for file in $(cd "$step" && echo *.c demo/*.c); do
        ladder "$file"
    done
    title "All of it: diff -ruN $before $step"
}

lesson | $pager
