// Before a thread sleeps it can let those go first that are ready on its
// processor: one of them may be about to wake it.
#ifndef ASIDE_H
#define ASIDE_H

// Of one thread at a time. Zero at first.
typedef struct {
    int skips; // times that it is not worth a try
} Aside;

// Returns when the others have had their turn, or at once: if that took long
// the last time, it is not tried for a while. A wake that comes meanwhile calls
// nothing in the kernel, since nobody is asleep.
void step_aside(Aside *aside);

#endif
