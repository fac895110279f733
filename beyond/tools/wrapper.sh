#!/bin/sh
# wrapper.sh CC FLAGS: prints what a program built so must be started with.
#
# A sanitizer may die before main where the kernel randomises addresses more
# than it expects. Without randomisation it starts: that is told apart here
# from a fault of the program. Fails where it does not even start like that.
set -u

program=$(mktemp)
trap 'rm -f "$program"' EXIT

echo 'int main(void) { return 0; }' |
    ${1:?usage: wrapper.sh CC FLAGS} ${2-} -x c -o "$program" - || exit
for wrapper in '' 'setarch -R'; do
    $wrapper "$program" 2>/dev/null && echo "$wrapper" && exit
done
echo "wrapper.sh: built with $1 ${2-}, nothing starts" >&2
exit 1
