// The oracle: what ding must answer to its arguments, in its own words.
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>

typedef enum {
    REFUSES,  // status 2 and one line on stderr
    HELPS,    // status 0 and the usage
    DINGS,    // status 0 and `lines` lines
    TOO_LONG, // would be taken, but takes longer than we would wait
} Answer;

// Owns: borrows the arguments, of which the last is NULL.
Answer oracle(char **arguments, long *lines);

#endif
