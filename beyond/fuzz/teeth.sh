#!/bin/sh
# Plants each mistake of planted.txt into a copy of the sources, and looks
# whether the programs here show it (or else fails), and how soon the fuzzer
# does, which starts from the corpus alone.
#
#   sh teeth.sh STEP BUILD SECONDS     (make teeth)
set -u
step=$1 build=$2 seconds=$3
planted=$build/planted

# What the program said last; a sanitizer says more.
reason() {
    sed -n 's/^fatal: //p; s/.*ERROR: [A-Za-z]*: \([a-zA-Z -]*\).*/\1/p' "$1" |
        head -n 1
}

shown_by_programs() {
    make all STEP="$planted/step" BUILD="$planted/replay" \
        CFLAGS='-O1 -g -fsanitize=address' >/dev/null 2>&1 || echo 'no build'
    timeout 20 "$planted/replay/fuzz" corpus/* mistakes/* \
        >"$planted/log" 2>&1 && echo 'not shown' || echo 'shown'
}

found_by_fuzzer() {
    make all-fuzzer STEP="$planted/step" FUZZER="$planted/fuzzer" \
        >/dev/null 2>&1 || echo 'no build'
    cp -R corpus "$planted/corpus"
    "$planted/fuzzer/fuzz" "$planted/corpus" -seed=1 -timeout=5 -max_len=256 \
        -max_total_time="$seconds" -artifact_prefix="$planted/" \
        >"$planted/log" 2>&1 && echo 'not found' && return
    runs=$(sed -n 's/^#\([0-9]*\).*/\1/p' "$planted/log" | tail -n 1)
    echo "$(reason "$planted/log"), ${runs:+after }${runs:-at once}${runs:+ runs}"
}

missed=0
while read -r file name command; do
    [ "$file" != '#' ] || continue
    rm -rf "$planted" && mkdir -p "$planted/step"
    cp "$step"/*.[ch] "$planted/step"
    sed -i "$command" "$planted/step/$file"
    ! cmp -s "$step/$file" "$planted/step/$file" || name="$name (no change)"
    programs=$(shown_by_programs) fuzzer=$(found_by_fuzzer)
    printf '%-24s programs: %-9s  fuzzer: %s\n' "$name" "$programs" "$fuzzer"
    case $programs in shown) ;; *) missed=$((missed + 1)) ;; esac
done <planted.txt
[ $missed = 0 ] || { echo "$missed mistakes missed" && exit 1; }
