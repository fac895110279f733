#!/bin/sh
# trust.sh: runs what takes minutes, and writes one table into beyond/README.md:
# what was checked, how much, with what result, by what command.
#
# How much is the last line that a command prints. A part that is not there yet
# is left out. Between these two lines of README.md, all is written by this:
#   <!-- trust -->  and  <!-- end of trust -->
set -u
cd "$(dirname "$0")/.."

text=beyond/README.md
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0

# row WHAT DIRECTORY TARGET: the target of the top Makefile
row() {
    [ -d "beyond/$2" ] && grep -q "^$3[: ]" Makefile || return 0
    echo "trust.sh: make $3" >&2
    result=passed
    make -s "$3" >"$out/log" 2>&1 || result=FAILED failed=1
    [ $result = passed ] || tail -n 20 "$out/log" >&2
    much=$(grep -v '^$' "$out/log" | tail -n 1 | tr -s ' ' | tr '|' '/')
    echo "| $1 | $much | $result | \`make $3\` |" >>"$out/table"
}

{
    echo '| what | how much | result | command |'
    echo '|---|---|---|---|'
} >"$out/table"
row 'every interleaving' explore explore
row 'planted bugs are caught' bug-hunt check-bugs
row 'everything that can fail, fails' faults faults
row 'under load' soak soak
row 'random programs' fuzz fuzz
row 'what the tests reach' coverage coverage
row 'what the tests see' mutants mutants
row 'compilers, analysers, machines' tools check-tools

cat "$out/table"
[ -f "$text" ] && grep -q '^<!-- trust -->' "$text" &&
    awk -v table="$out/table" '
        /^<!-- end of trust -->/ { inside = 0 }
        !inside { print }
        /^<!-- trust -->/ {
            inside = 1
            while ((getline line < table) > 0)
                print line
        }' "$text" >"$out/text" && cp "$out/text" "$text"
exit $failed
