#include "oracle.h"

#include <string.h>

// A whole decimal number, compared as text: nothing can overflow here.
typedef struct {
    const char *digits; // no leading zeros
    size_t count;       // 0: the number is zero, or there is none
    const char *rest;   // what follows
} Number;

static Number number_of(const char *text)
{
    size_t all = strspn(text, "0123456789");
    size_t zeros = strspn(text, "0");

    return (Number){text + zeros, all - zeros, text + all};
}

static bool is_in_range(Number number, const char *most)
{
    size_t length = strlen(most);

    if (number.count != length)
        return number.count > 0 && number.count < length;
    return strncmp(number.digits, most, length) <= 0;
}

// Exact, or near enough for what is compared with it.
static long double value_of(Number number)
{
    long double value = 0;

    for (size_t i = 0; i < number.count; i++)
        value = 10 * value + (number.digits[i] - '0');
    return value;
}

typedef struct {
    long double value[3]; // tasks, dings, period
    Answer answer;        // so far
    bool decided;
} Reading;

static void decide(Reading *reading, Answer answer)
{
    if (!reading->decided)
        reading->answer = answer;
    reading->decided = true;
}

static void read_count(Reading *reading, int which, const char *text)
{
    Number number = number_of(text);

    if (*number.rest || !is_in_range(number, "100000000"))
        decide(reading, REFUSES);
    reading->value[which] = value_of(number);
}

static void read_period(Reading *reading, const char *text)
{
    static const struct {
        const char *unit, *most;
        long double ns;
    } units[] = {{"ns", "9223372036854775807", 1},
                 {"us", "9223372036854775", 1e3L},
                 {"ms", "9223372036854", 1e6L},
                 {"s", "9223372036", 1e9L}};
    Number number = number_of(text);

    for (int i = 0; i < 4; i++) {
        if (strcmp(number.rest, units[i].unit) == 0 &&
            is_in_range(number, units[i].most)) {
            reading->value[2] = value_of(number) * units[i].ns;
            return;
        }
    }
    decide(reading, REFUSES);
}

static void read_option(Reading *reading, char option, const char *text)
{
    if (option == 'h')
        decide(reading, text ? REFUSES : HELPS);
    else if (!text)
        decide(reading, REFUSES);
    else if (option == 'p')
        read_period(reading, text);
    else
        read_count(reading, option == 'd', text);
}

// "-ht3" is -h and -t with "3". Returns whether the next argument is used.
static bool read_short(Reading *reading, const char *letters, char *next)
{
    for (; *letters; letters++) {
        if (*letters == 'h') {
            read_option(reading, 'h', NULL);
        } else if (strchr("tpd", *letters)) {
            bool is_inside = letters[1];
            read_option(reading, *letters, is_inside ? letters + 1 : next);
            return !is_inside;
        } else {
            decide(reading, REFUSES);
        }
    }
    return false;
}

// "--tasks=3", "--tasks" "3"; and "--t" is enough, as no two begin alike.
static bool read_long(Reading *reading, const char *name, char *next)
{
    static const char *const names[] = {"tasks", "period", "dings", "help"};
    size_t length = strcspn(name, "=");
    const char *text = name[length] ? name + length + 1 : NULL;

    for (int i = 0; i < 4; i++) {
        if (length == 0 || strncmp(name, names[i], length) != 0)
            continue;
        bool is_next = !text && i < 3;
        read_option(reading, names[i][0], is_next ? next : text);
        return is_next;
    }
    decide(reading, REFUSES);
    return false;
}

static Answer weigh(const Reading *reading, long *lines)
{
    long double dings = reading->value[0] * reading->value[1];
    long double last = reading->value[2] * (dings + reading->value[0]);

    *lines = (long)dings;
    if (last > 9223372036854775807.0L)
        return REFUSES; // whatever the time is
    return dings > 1000 || last > 1e6L ? TOO_LONG : DINGS;
}

Answer oracle(char **arguments, long *lines)
{
    Reading reading = {.value = {9, 2, 5e8L}};
    bool any_left = false;

    for (; *arguments && !reading.decided; arguments++) {
        const char *argument = *arguments;
        bool uses_next = false;
        if (strcmp(argument, "--") == 0) {
            any_left |= arguments[1] != NULL;
            break;
        }
        if (argument[0] != '-' || !argument[1])
            any_left = true;
        else if (argument[1] == '-')
            uses_next = read_long(&reading, argument + 2, arguments[1]);
        else
            uses_next = read_short(&reading, argument + 1, arguments[1]);
        arguments += uses_next && arguments[1];
    }
    if (any_left)
        decide(&reading, REFUSES); // unless --help came before
    return reading.decided ? reading.answer : weigh(&reading, lines);
}
