// An assert whose failure is a fault of the schedule; also with NDEBUG.
#undef assert
#define assert(truth)                                                          \
    ((truth) ? (void)0 : explore_assert_failed(#truth, __FILE__, __LINE__))

_Noreturn void explore_assert_failed(const char *, const char *file, int line);
