#include "hostile.h"

#include <stdint.h>
#include <string.h>

static uint64_t state;

void hostile_seed(unsigned long seed)
{
    state = 2 * (uint64_t)seed + 1; // never 0
}

// xorshift64*
static unsigned pick(unsigned below)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)(state * 0x2545F4914F6CDD1DU >> 33) % below;
}

#define ANY(list) ((list)[pick(sizeof(list) / sizeof *(list))])

static const char *any_piece(void)
{
    static const char *const pieces[] = {
        "",     "1",    "2",    "3",    "0",   "00",   "-",    "+",   " ",
        "--",   "=",    "\t",   "\n",   "0x1", "1e9",  ".5",   "ns",  "us",
        "ms",   "s",    "m",    "NS",   "t",   "p",    "d",    "h",   "-t",
        "-p",   "-d",   "-h",   "x",    "$",   "\\",   "-t1",  "-d1", "-p1",
        "%n%s", "--ta", "--di", "--he", "\"",  "\xff", "\xc3", "\x1b"};

    return ANY(pieces);
}

// Just inside and just outside of what fits.
static const char *any_number(void)
{
    static const char *const numbers[] = {"0",
                                          "00",
                                          "100000000",
                                          "100000001",
                                          "2147483648",
                                          "4294967297",
                                          "9223372036",
                                          "9223372037",
                                          "9223372036854",
                                          "9223372036855",
                                          "9223372036854775",
                                          "9223372036854776",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "18446744073709551617",
                                          "99999999999999999999999"};

    return ANY(numbers);
}

static const char *any_unit(void)
{
    static const char *const units[] = {"", "", "ns", "us", "ms", "s"};

    return ANY(units);
}

static const char *any_sign(void)
{
    static const char *const signs[] = {"", "", "", "+", "-", " "};

    return ANY(signs);
}

static void append_long_text(char *text)
{
    static const char characters[] = "0019-x= \n%";
    char *end = text + strlen(text);

    memset(end, characters[pick(sizeof characters - 1)], LONGEST / 2);
    end[LONGEST / 2] = '\0';
}

static void append_value(char *text)
{
    static const char *const small[] = {"1", "2", "03", "5"};
    unsigned kind = pick(16);

    if (kind == 0) {
        append_long_text(text);
    } else if (kind < 8) {
        strcat(text, any_sign());
        strcat(text, pick(2) ? any_number() : ANY(small));
        strcat(text, any_unit());
    } else {
        for (unsigned pieces = pick(4); pieces > 0; pieces--)
            strcat(text, any_piece());
    }
}

// Most arguments are good, so that a bad one is not hidden by one before it.
static void make_argument(char *text)
{
    static const char *const good[] = {"-p1ns", "-t3", "--dings=1", "-d2"};
    static const char *const options[] = {
        "-t",       "-p",      "-d",       "--tasks=", "--period=",
        "--dings=", "--tasks", "--period", "--dings",  "--ti",
        "--per=",   "--help",  "--help=",  "-h",       "-"};

    text[0] = '\0';
    if (pick(3)) {
        strcat(text, ANY(good));
    } else {
        if (pick(8))
            strcat(text, ANY(options));
        if (pick(8))
            append_value(text);
    }
}

static void make_arguments(Case *made)
{
    unsigned count = pick(MOST_ARGUMENTS + 1);

    for (unsigned i = 0; i < count; i++) {
        make_argument(made->text[i]);
        made->argv[i + 1] = made->text[i];
    }
    made->argv[count + 1] = NULL;
}

void hostile_make(Case *made, char *program)
{
    made->argv[0] = program;
    do {
        make_arguments(made);
        made->expected = oracle(made->argv + 1, &made->lines);
    } while (made->expected == TOO_LONG);
}
