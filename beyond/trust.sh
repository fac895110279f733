#!/bin/sh
# trust.sh [TARGET...]: runs what takes minutes, or these of it, and writes one
# table into beyond/README.md: what was checked, how much, with what result, by
# what command. A row that was not run anew stays as it is.
#
# How much is the last line that a command prints. Between these two lines of
# README.md, all is written by this:
#   <!-- trust -->  and  <!-- end of trust -->
set -u
cd "$(dirname "$0")/.."

only=$*
text=beyond/README.md
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0

# row WHAT TARGET: the target of the top Makefile
row() {
    case " ${only:-$2} " in
    *" $2 "*) ;;
    *) grep "\`make $2\` |\$" "$text" >>"$out/table" && return ;;
    esac
    echo "trust.sh: make $2" >&2
    result=passed
    make -s "$2" >"$out/log" 2>&1 || result=FAILED failed=1
    [ $result = passed ] || tail -n 20 "$out/log" >&2
    much=$(grep -v '^$' "$out/log" | tail -n 1 | tr -s ' ' | tr '|' '/')
    echo "| $1 | $much | $result | \`make $2\` |" >>"$out/table"
}

{
    echo '| what | how much | result | command |'
    echo '|---|---|---|---|'
} >"$out/table"
row 'every interleaving' explore
row 'planted bugs are caught' check-bugs
row 'everything that can fail, fails' faults
row 'under load' soak
row 'random programs' fuzz
row 'what the tests reach' coverage
row 'what the tests see' mutants
row 'what the grader sees' check-strict
row 'the hard exercises' check-hard
row 'compilers, analysers, machines' check-tools

cat "$out/table"
awk -v table="$out/table" '
    /^<!-- end of trust -->/ { inside = 0 }
    !inside { print }
    /^<!-- trust -->/ {
        inside = 1
        while ((getline line < table) > 0)
            print line
    }' "$text" >"$out/text" && cp "$out/text" "$text"
exit $failed
