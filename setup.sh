#!/bin/sh
# Installs what is missing with the system's package manager, then runs make.
#
#   sh setup.sh run [ARGS=...]   see it work: needs a C compiler and make
#   sh setup.sh check            see it proved: also Check (a library), python3,
#                                patch
#   sh setup.sh ci               installs all that .ci/run needs, runs nothing
#   sh setup.sh peers            installs what "make bench" compares ours with,
#                                runs nothing; from apt-get only
#   sh setup.sh sockets          the same for beyond/sockets: its parser, what
#                                its tests and its benchmark want
#   sh setup.sh book             and for "make book" and "make check-book": pandoc,
#                                Chromium, Node.js and npm
#   sh setup.sh rust             and for beyond/futures-crate: cargo, the crates
#
# Each tool is tried: where all work, nothing is installed and no rights are
# asked for. CC may name another compiler than cc. This was run on Debian; for
# the other systems the names were looked up, and only the logic was tried.
set -u

fail() {
    echo "setup.sh: $*" >&2
    exit 1
}

# package MANAGER TOOL: prints the packages that MANAGER has it in.
package() {
    case $1:$2 in
    apt-get:cc | apt-get:gcc)  echo gcc libc6-dev ;;
    dnf:cc | zypper:cc)        echo gcc glibc-devel ;;
    pacman:cc)                 echo gcc ;;
    apk:cc)                    echo gcc musl-dev ;;
    brew:cc | brew:make)       fail "missing: $2 (xcode-select --install)" ;;
    apt-get:check)             echo check pkg-config ;;
    dnf:check)                 echo check-devel pkgconf-pkg-config ;;
    zypper:check)              echo check-devel pkg-config ;;
    apk:check)                 echo check-dev pkgconf ;;
    pacman:check | brew:check) echo check pkgconf ;;
    pacman:python3)            echo python ;;
    *:make | *:python3 | *:patch) echo "$2" ;;
    *:curl | *:strace | *:valgrind) echo "$2" ;;
    apt-get:wrk)               echo wrk ;;
    apt-get:http-parser)       echo libhttp-parser-dev ;;
    apt-get:clang)             echo clang libclang-rt-dev ;;
    apt-get:clang-format)      echo clang-format ;;
    apt-get:gcovr)             echo gcovr ;;
    apt-get:libev | apt-get:libevent) echo "$2-dev" ;;
    apt-get:libuv)             echo libuv1-dev ;;
    apt-get:gnuplot)           echo gnuplot-nox ;;
    apt-get:cargo)             echo cargo ;;
    apt-get:perf)              echo linux-perf ;;
    apt-get:node)              echo nodejs ;;
    apt-get:pandoc | apt-get:chromium | apt-get:npm) echo "$2" ;;
    apt-get:crate-*)           echo "librust-${2#crate-}-dev" ;;
    *)                         fail "missing: $2 (no package of $1 known)" ;;
    esac
}

# install PACKAGE...: with $manager, and with $sudo where that is not empty.
install() {
    case $manager in
    apt-get)
        $sudo apt-get update -qq
        $sudo env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@"
        ;;
    pacman)
        # Lists newer than the system break it, so only get them where none are.
        ls /var/lib/pacman/sync/*.db >/dev/null 2>&1 || $sudo pacman -Sy
        $sudo pacman -S --noconfirm --needed "$@"
        ;;
    dnf)    $sudo dnf install -y "$@" ;;
    zypper) $sudo zypper --non-interactive install "$@" ;;
    apk)    $sudo apk add --update-cache "$@" ;;
    brew)   brew install "$@" ;;
    esac
}

# builds HEADER VALUE COMMAND...: does COMMAND make a program that uses both?
builds() {
    printf '#include <%s>\nint main(void) { return %s; }\n' "$1" "$2" >"$trial/c"
    shift 2
    "$@" -o "$trial/program" <"$trial/c" >/dev/null 2>&1
}

# works TOOL: for gcc and clang, with the sanitizers.
works() {
    case $1 in
    cc) builds pthread.h 0 ${CC:-cc} -pthread -x c - ;;
    gcc | clang) builds pthread.h 0 "$1" -fsanitize=thread -x c - ;;
    check)
        # Check can be a static library: a call shows whether all is linked.
        flags=$(pkg-config --cflags --libs check 2>/dev/null || echo -lcheck)
        builds check.h 'srunner_ntests_run(srunner_create(0))' \
            ${CC:-cc} -x c - $flags
        ;;
    http-parser) builds http_parser.h 0 ${CC:-cc} -x c - -lhttp_parser ;;
    libev) builds ev.h 0 ${CC:-cc} -x c - -lev ;;
    libuv) builds uv.h 0 ${CC:-cc} -x c - -luv ;;
    libevent) builds event2/thread.h 0 ${CC:-cc} -x c - -levent_pthreads ;;
    crate-*) ls -d /usr/share/cargo/registry/"${1#crate-}"-[0-9]* >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

missing() {
    trial=$(mktemp -d) || exit
    for tool; do works "$tool" || printf ' %s' "$tool"; done
    rm -rf "$trial"
}

# provide TOOL...: installs those that do not work.
provide() {
    lacking=$(missing "$@") || exit
    [ "$lacking" ] || return 0

    for manager in apt-get dnf zypper pacman apk brew none; do
        command -v "$manager" >/dev/null && break
    done
    [ "$manager" != none ] ||
        fail "missing:$lacking (no known package manager to install it with)"

    packages=
    for tool in $lacking; do
        packages="$packages $(package "$manager" "$tool")" || exit
    done

    sudo=
    [ "$manager" = brew ] || [ "$(id -u)" = 0 ] || sudo=sudo
    [ -z "$sudo" ] || command -v sudo >/dev/null ||
        fail "no sudo here; as root, install with $manager:$packages"

    echo "setup.sh: installing with ${sudo:+sudo }$manager:$packages"
    install $packages
    lacking=$(missing "$@")
    [ -z "$lacking" ] || fail "still missing:$lacking${CC:+ (CC is $CC)}"
}

usage='usage: sh setup.sh run|check|ci|peers|sockets|rust|book [ARGS="..."]'
case ${1-} in
run) tools='cc make' ;;
check) tools='cc make python3 check patch' ;;
ci) tools='make python3 gcc check clang clang-format patch gcovr curl
    http-parser cargo crate-futures crate-tokio pandoc chromium node npm' ;;
book) tools='cc make python3 patch pandoc chromium node npm' ;;
rust) tools='cc make cargo crate-futures crate-tokio' ;;
sockets) tools='cc make python3 check curl http-parser libuv wrk strace
    valgrind' ;;
peers) tools='cc make python3 cargo crate-tokio crate-futures
    crate-async-executor crate-async-io libev libuv libevent gnuplot perf' ;;
-h | --help) echo "$usage" && exit ;;
*) echo "$usage" >&2 && exit 2 ;;
esac

CDPATH='' cd -- "$(dirname -- "$0")" || exit
provide $tools
case $1 in
run | check) exec make "$@" ;;
esac
