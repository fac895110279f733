#!/bin/sh
# check.sh: every scene is exhausted without a fault; on small scenes the
# reduced search finds the same traces as brute force.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sh "$here/run.sh"
for scene in wake-sleep two-wakes-sleep letter-read drop-run spawn-run; do
    sh "$here/run.sh" --traces "$scene" >"$work/ours"
    sh "$here/run.sh" --traces --brute "$scene" >"$work/brute"
    cmp "$work/ours" "$work/brute"
    echo "$scene: the same $(wc -l <"$work/ours") traces by brute force"
done
