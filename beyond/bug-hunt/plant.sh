#!/bin/sh
# plant.sh NUMBER: makes work/bug-NUMBER, a copy of the bug's step with the bug
# in it, and tells what its user says. NUMBER may also be seed-SEED: one of the
# mistakes of make mutants, chosen by the seed.
set -eu
cd "$(dirname "$0")/../.."
. beyond/bug-hunt/bug.sh

case ${1-} in seed-*) exec python3 beyond/mutants/seed.py plant "${1#seed-}" ;; esac
file=$(all "${1:?usage: make bug N=7, or SEED=ada}")
name=$(basename "$file")
step=$(field "$file" Step)
place=${WORK:-work}/bug-${name%%-*}

[ ! -e "$place" ] || {
    echo "plant.sh: $place is there already; move it away, or remove it" >&2
    exit 1
}
command -v patch >/dev/null || {
    echo "plant.sh: this needs patch: run 'sh setup.sh check', or install it" >&2
    exit 1
}
mkdir -p "$place"
cp -Rp common "$step" "$place"
plant "$file" "$place/$step"
echo "$place/$step:"
field "$file" Symptom | fold -s -w 78 | sed 's/^/  /; s/ $//'
