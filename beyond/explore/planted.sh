#!/bin/sh
# planted.sh [PATCH...]: plants each mistake in a copy of the step, and sees
# that the scene its patch names finds it, and that harmless twins pass.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- "$here"/planted/*.patch

failed=0
for patch; do
    name=$(basename "$patch" .patch)
    scenes=$(sed -n 's/^Scene: //p' "$patch")
    case $name in
    harmless*) expected=0 ;;
    *) expected=1 ;;
    esac
    rm -rf "$work/source"
    mkdir "$work/source"
    cp "$here"/../../step05-combined/*.[ch] "$work/source"
    patch -s -d "$work/source" -p1 <"$patch"
    status=0
    sh "$here/run.sh" --source "$work/source" $scenes >"$work/output" ||
        status=$?
    fault=$(grep -m1 ': ' "$work/output" || echo 'no fault')
    printf '%-30s %s\n' "$name" "$fault"
    [ "$status" = "$expected" ] || {
        echo "planted.sh: status $status, not $expected" >&2
        failed=1
    }
done
exit $failed
