#!/bin/sh
# answer.sh NUMBER: what the bug is, and why.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/../.."
. beyond/bug-hunt/bug.sh

file=$(all "${1:?usage: make bug N=7, bug-solved N=7, bug-answer N=7}")
cat "$file"
instead=$(field "$file" Instead)
[ -z "$instead" ] || {
    echo
    diff -u "$(field "$file" Step)/$(replaced "$file")" "$instead" || true
}
