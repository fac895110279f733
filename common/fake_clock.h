// A clock whose time moves only when the test says so.
#ifndef FAKE_CLOCK_H
#define FAKE_CLOCK_H

#include "clock.h"

// Wait until every alarm sleeps: then all that is due has been done, and
// nothing happens any more until time moves or an alarm is rung. A thread that
// does not go to sleep is a hang, and the test's time limit names it.
void fake_clock_settle(void);

// Settle, move time, and settle again.
void fake_clock_advance(Duration by);

// Move time at once: from inside what a loop calls, where nobody can settle.
void fake_clock_move(Duration by);

// How often an alarm has gone to sleep: stands still while the loops do.
unsigned long fake_clock_sleeps(void);

// The earliest instant that a sleeping alarm waits for.
Instant fake_clock_next(void);

#endif
