// Time, and a thread's sleep until a given time: all we know of the world.
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

typedef int64_t Instant;  // ns since some moment; monotonic: never set back
typedef int64_t Duration; // ns

#define MILLISECOND ((Duration)1000 * 1000)
#define INSTANT_NEVER INT64_MAX

// Thread: any.
Instant instant_now(void);

// A park with a deadline.
typedef struct Alarm Alarm;

// Owns: the caller frees it.
Alarm *alarm_new(void);

// Sleep until the instant has come, or until rung; a ring that came since the
// last alarm_wait is remembered, and many count as one.
// Thread: one at a time. Called with no lock held.
void alarm_wait(Alarm *alarm, Instant until);

// Thread: any.
void alarm_ring(Alarm *alarm);

// Thread: any; not during wait or ring.
void alarm_free(Alarm *alarm);

#endif
