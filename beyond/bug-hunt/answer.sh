#!/bin/sh
# answer.sh NUMBER: what the bug is, and why. Of one that a seed chose, what.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/../.."
. beyond/bug-hunt/bug.sh

case ${1-} in seed-*) exec python3 beyond/mutants/seed.py answer "${1#seed-}" ;; esac
file=$(all "${1:?usage: make bug N=7, or SEED=ada}")
cat "$file"
instead=$(field "$file" Instead)
[ -z "$instead" ] || {
    echo
    diff -u "$(field "$file" Step)/$(replaced "$file")" "$instead" || true
}
