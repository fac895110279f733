#!/bin/sh
# list.sh write|check: writes the list of the bugs to the end of README.md; or
# fails unless it is there as it ought to be.
set -eu
cd "$(dirname "$0")/../.."
. beyond/bug-hunt/bug.sh

readme=$bugs/README.md

# A bug's name is what its user sees, not what it is.
list() {
    last=
    for file in $(all); do
        step=$(field "$file" Step)
        [ "$step" = "$last" ] || printf '\nIn %s:\n\n' "$step"
        last=$step
        name=$(basename "$file" .patch)
        echo "- ${name%%-*} $(echo "${name#*-}" | tr - ' ')"
    done
}

case ${1-} in
write)
    sed '/^## The bugs/q' "$readme" >"$readme.new"
    list >>"$readme.new"
    mv "$readme.new" "$readme"
    ;;
check)
    [ "$(sed '1,/^## The bugs/d' "$readme")" = "$(list)" ] || {
        echo "$readme: the list is stale; run 'sh $bugs/list.sh write'" >&2
        exit 1
    }
    ;;
*)
    echo "usage: list.sh write|check" >&2
    exit 2
    ;;
esac
