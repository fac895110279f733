// What the compiler calls for each atomic under -fsanitize=thread, with its
// memory order.
#include "stores.h"

static bool acquires(int order)
{
    return order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE;
}

static bool releases(int order)
{
    return order >= __ATOMIC_RELEASE;
}

// Static variables are the scenes' own notes, which no thread can see.
static bool is_seen(const volatile void *at)
{
    return memory_is_ours((const void *)at);
}

static bool begin(OpKind kind, const volatile void *at, size_t size, int order,
                  const void *pc)
{
    const void *address = (const void *)at;
    if (!is_seen(at))
        return false;
    threads[self].newest = *memory_newest(address);
    announce((Op){.kind = kind,
                  .on = {address},
                  .pc = pc,
                  .seq_cst = order == __ATOMIC_SEQ_CST});
    memory_access(address, size, kind == OP_LOAD ? READ_ATOMIC : WRITE_ATOMIC,
                  pc);
    return true;
}

static uint64_t see(const volatile void *at, uint64_t newest, int age,
                    int order)
{
    const Store *store = stores_see((const void *)at, newest, age);
    clock_join(&threads[self].at_acquire_fence, &store->released);
    if (acquires(order))
        clock_acquire(&store->released);
    return store->value;
}

static void store(const volatile void *at, uint64_t newest, uint64_t value,
                  int order, bool is_change)
{
    const Store *before = stores_see((const void *)at, newest, 0);
    Store *new = stores_add((const void *)at, value, order == __ATOMIC_SEQ_CST);
    if (is_change) // a read-modify-write goes on with what others released
        new->released = before->released;
    clock_join(&new->released, &threads[self].at_release_fence);
    if (releases(order))
        clock_release(&new->released);
}

// The first value of an atomic is a plain store with clang, and with gcc a
// relaxed one; we take it for plain.
static bool is_first_value(const volatile void *at)
{
    return is_seen(at) && memory_is_fresh((const void *)at);
}

#define LOAD(bits, type)                                                       \
    type __tsan_atomic##bits##_load(const volatile type *at, int order);       \
    type __tsan_atomic##bits##_load(const volatile type *at, int order)        \
    {                                                                          \
        if (begin(OP_LOAD, at, sizeof *at, order, HERE)) {                     \
            type newest = *at;                                                 \
            type value = (type)see(at, newest, threads[self].age, order);      \
            record_values(newest, value);                                      \
            return value;                                                      \
        }                                                                      \
        return *at;                                                            \
    }

#define STORE(bits, type)                                                      \
    void __tsan_atomic##bits##_store(volatile type *at, type value,            \
                                     int order);                               \
    void __tsan_atomic##bits##_store(volatile type *at, type value, int order) \
    {                                                                          \
        if (is_first_value(at)) {                                              \
            memory_access((const void *)at, sizeof *at, WRITE_PLAIN, HERE);    \
        } else if (begin(OP_CHANGE, at, sizeof *at, order, HERE)) {            \
            store(at, *at, value, order, false);                               \
            record_values(*at, value);                                         \
        }                                                                      \
        *at = value;                                                           \
    }

#define CHANGE(bits, type, name, result)                                       \
    type __tsan_atomic##bits##_##name(volatile type *at, type value,           \
                                      int order);                              \
    type __tsan_atomic##bits##_##name(volatile type *at, type value,           \
                                      int order)                               \
    {                                                                          \
        bool seen = begin(OP_CHANGE, at, sizeof *at, order, HERE);             \
        type old = *at;                                                        \
        if (seen) {                                                            \
            see(at, old, 0, order);                                            \
            store(at, old, (type)(result), order, true);                       \
            record_values(old, (type)(result));                                \
        }                                                                      \
        *at = (type)(result);                                                  \
        return old;                                                            \
    }

// clang asks for the value that was there, gcc whether it was the expected one.
#define COMPARE(bits, type)                                                    \
    static type compare##bits(volatile type *at, type expected, type value,    \
                              int order, int fail, const void *pc)             \
    {                                                                          \
        bool seen = begin(OP_CHANGE, at, sizeof *at, order, pc);               \
        type old = *at;                                                        \
        bool equal = old == expected;                                          \
        if (seen) {                                                            \
            see(at, old, 0, equal ? order : fail);                             \
            if (equal)                                                         \
                store(at, old, value, order, true);                            \
            record_values(old, equal ? value : old);                           \
        }                                                                      \
        *at = equal ? value : old;                                             \
        return old;                                                            \
    }                                                                          \
    type __tsan_atomic##bits##_compare_exchange_val(                           \
        volatile type *at, type expected, type value, int order, int fail);    \
    type __tsan_atomic##bits##_compare_exchange_val(                           \
        volatile type *at, type expected, type value, int order, int fail)     \
    {                                                                          \
        return compare##bits(at, expected, value, order, fail, HERE);          \
    }                                                                          \
    COMPARE_AND_TELL(bits, type, strong)                                       \
    COMPARE_AND_TELL(bits, type, weak)

#define COMPARE_AND_TELL(bits, type, kind)                                     \
    int __tsan_atomic##bits##_compare_exchange_##kind(                         \
        volatile type *at, type *expected, type value, int order, int fail);   \
    int __tsan_atomic##bits##_compare_exchange_##kind(                         \
        volatile type *at, type *expected, type value, int order, int fail)    \
    {                                                                          \
        type wanted = *expected;                                               \
        *expected = compare##bits(at, wanted, value, order, fail, HERE);       \
        return *expected == wanted;                                            \
    }

#define ATOMIC(bits, type)                                                     \
    LOAD(bits, type)                                                           \
    STORE(bits, type)                                                          \
    CHANGE(bits, type, exchange, value)                                        \
    CHANGE(bits, type, fetch_add, old + value)                                 \
    CHANGE(bits, type, fetch_sub, old - value)                                 \
    CHANGE(bits, type, fetch_and, old &value)                                  \
    CHANGE(bits, type, fetch_or, old | value)                                  \
    CHANGE(bits, type, fetch_xor, old ^ value)                                 \
    COMPARE(bits, type)

ATOMIC(8, uint8_t)
ATOMIC(16, uint16_t)
ATOMIC(32, uint32_t)
ATOMIC(64, uint64_t)

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_signal_fence(int order);

void __tsan_atomic_thread_fence(int order)
{
    Thread *thread = &threads[self];
    if (order == __ATOMIC_SEQ_CST)
        fault(HERE, "a seq_cst fence: the explorer does not know it");
    if (acquires(order))
        clock_acquire(&thread->at_acquire_fence);
    if (releases(order))
        clock_release(&thread->at_release_fence);
}

void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}
