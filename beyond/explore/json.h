// Strings for other programs.
#ifndef JSON_H
#define JSON_H

#include <stdio.h>

void json_string(FILE *file, const char *text); // with its quotes

#endif
