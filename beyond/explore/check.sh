#!/bin/sh
# check.sh: every scene is exhausted without a fault, but for the one that is
# wrong; on small scenes the reduced search finds the same traces as brute force.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{ sh "$here/run.sh" || touch "$work/failed"; } | tee "$work/all"
[ ! -e "$work/failed" ] || exit 1
status=0
sh "$here/run.sh" both-enter >"$work/wrong" || status=$?
[ "$status" -eq 1 ] || { echo "both-enter: no fault is found" >&2; exit 1; }
echo "both-enter: wrong, and found"
small='wake-sleep two-wakes-sleep letter-read drop-run spawn-run one-enters'
for scene in $small; do
    sh "$here/run.sh" --traces "$scene" >"$work/ours"
    sh "$here/run.sh" --traces --brute "$scene" >"$work/brute"
    cmp "$work/ours" "$work/brute"
    echo "$scene: the same $(wc -l <"$work/ours") traces by brute force"
done
echo "$(grep -c ' runs ' "$work/all") scenes: $(grep -c 'exhausted$' "$work/all")" \
    "exhausted, the rest with a bound; $(echo $small | wc -w) of them as by" \
    "brute force"
