// What is in the objects of a scene, for a reader. Each file under peek holds
// one of the step's, and tells what is in its opaque struct; the scenes tell of
// their own. All run between two steps, when no thread does.
#ifndef PEEK_H
#define PEEK_H

#include <stdbool.h>
#include <stddef.h>

// Tells one thing: its name as it stands in the source, and its value.
void peek(const char *name, const char *format, ...);
void peek_lock(const char *name, const void *mutex);
void peek_bool(const char *name, bool value);

// Whether an object can be looked at: it was made in this run and not freed.
bool peek_lives(const void *object);

// Each tells nothing as long as its objects do not live. They are linked where
// the files under peek are (make PEEK=yes); those of the scenes always.
void peek_park(void);
void peek_exec(void);
void peek_note(void);
void peek_letter(void);
void peek_letters(void);

typedef struct {
    const char *name;
    char value[60];
} Peeked;

// All of it, and who is asleep. Good till the next.
const Peeked *peek_all(int *count);

#endif
