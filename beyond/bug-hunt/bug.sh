# What the scripts here know of a bug's file. To be sourced at the top.

bugs=beyond/bug-hunt
# It judges bugs that no test catches; while it is not there, nobody does.
explorer=beyond/explore/run.sh

# field FILE NAME: the field of the header, its lines joined; or nothing.
field() {
    awk -v name="$2:" '
        /^(---|$)/ { exit }
        /^[^ ]/ { wanted = index($0, name) == 1; sub(/^[^:]*: */, "") }
        wanted { sub(/^ +/, ""); text = text (text ? " " : "") $0 }
        END { if (text) print text }' "$1"
}

# scenes FILE: all scenes of the explorer that it names; or nothing.
scenes() {
    by=$(field "$1" 'Caught by')
    case $by in explore:*) by=${by#*: } ;; *) by= ;; esac
    echo $by $(field "$1" 'Explored by')
}

# replaced FILE: the step's file that the wrong version stands in for.
replaced() { sed -n 's/^\/\/ Replaces: //p' "$(field "$1" Instead)"; }

# plant FILE DIR: puts the bug into DIR, a copy of its step; a wrong version
# without its first lines, which say what is wrong.
plant() {
    instead=$(field "$1" Instead)
    if [ "$instead" ]; then
        sed '1,/^\/\/ Shows: /d' "$instead" >"$2/$(replaced "$1")"
    else
        patch -s -F0 -p1 -d "$2" <"$1"
    fi
}

# all [NUMBER...]: the bugs' files, or those with these numbers
all() {
    [ $# -gt 0 ] || set -- ''
    for number; do
        case $number in ?) number=0$number ;; esac
        ls "$bugs/$number"*.patch 2>/dev/null || {
            echo "there is no bug $number" >&2
            exit 2
        }
    done
}

# demo_shows FILE PROGRAM OUTPUT: whether it still prints what the wrong version
# shows, or ends so.
demo_shows() {
    status=0
    { "$2" >"$3"; } 2>/dev/null || status=$?
    [ "$status" -le 128 ] || echo "killed by signal $((status - 128))" >>"$3"
    tr '\n' ';' <"$3" | grep -Eq \
        "$(sed -n 's|^// Shows: ||p' "$(field "$1" Instead)")"
}
