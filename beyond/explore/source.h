// From a place in the program to the line of source that it was made of.
#ifndef SOURCE_H
#define SOURCE_H

typedef struct {
    const void *pc;
    char function[64];
    char path[256];
    const char *file; // the path's last part
    int line;
    char text[120]; // of the line, without its indentation
} Source;

// `pc` is where a call returns to. Asks addr2line, once a place.
const Source *source_at(const void *pc);

#endif
