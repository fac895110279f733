// Runs the programs in the files that are named, where there is no libFuzzer.
#include "must.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *name;

// Whoever aborts has said why; a handler may only write.
static void say_name(int number)
{
    (void)number;
    ssize_t said = write(STDERR_FILENO, name, strlen(name));
    said = write(STDERR_FILENO, "\n", 1);
    (void)said;
}

static void replay(void)
{
    uint8_t bytes[4096];
    FILE *file = fopen(name, "rb");

    must(file != NULL, "cannot open a program");
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, size);
}

int main(int argc, char **argv)
{
    signal(SIGABRT, say_name);
    for (int i = 1; i < argc; i++) {
        name = argv[i];
        replay();
    }
    printf("%d programs went as the model says\n", argc - 1);
    return 0;
}
