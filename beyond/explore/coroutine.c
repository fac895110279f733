#include "coroutine.h"

#include <stdint.h>

// A function call lets the callee change all registers but a few. So to switch
// stacks it is enough to save those few, exchange the stack pointer, and load
// them again. (The system's ucontext also changes the signal mask, by a system
// call each time.)
#if defined __x86_64__

enum { ENTRY = 6, FRAME = 8 }; // words

__asm__(".text\n"
        ".globl context_switch\n"
        ".type context_switch, @function\n"
        "context_switch:\n"
        "    push %rbp; push %rbx; push %r12; push %r13; push %r14; push %r15\n"
        "    mov %rsp, (%rdi)\n"
        "    mov %rsi, %rsp\n"
        "    pop %r15; pop %r14; pop %r13; pop %r12; pop %rbx; pop %rbp\n"
        "    ret\n");

#elif defined __aarch64__

enum { ENTRY = 11, FRAME = 20 }; // words

__asm__(".text\n"
        ".globl context_switch\n"
        ".type context_switch, %function\n"
        "context_switch:\n"
        "    sub sp, sp, #160\n"
        "    stp x19, x20, [sp, #0];    stp x21, x22, [sp, #16]\n"
        "    stp x23, x24, [sp, #32];   stp x25, x26, [sp, #48]\n"
        "    stp x27, x28, [sp, #64];   stp x29, x30, [sp, #80]\n"
        "    stp d8, d9, [sp, #96];     stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128];  stp d14, d15, [sp, #144]\n"
        "    mov x2, sp\n"
        "    str x2, [x0]\n"
        "    mov sp, x1\n"
        "    ldp x19, x20, [sp, #0];    ldp x21, x22, [sp, #16]\n"
        "    ldp x23, x24, [sp, #32];   ldp x25, x26, [sp, #48]\n"
        "    ldp x27, x28, [sp, #64];   ldp x29, x30, [sp, #80]\n"
        "    ldp d8, d9, [sp, #96];     ldp d10, d11, [sp, #112]\n"
        "    ldp d12, d13, [sp, #128];  ldp d14, d15, [sp, #144]\n"
        "    add sp, sp, #160\n"
        "    ret\n");

#else
#error "no switch for this processor: see the Makefile, which says skipped"
#endif

Context context_new(void *stack, size_t size, void (*entry)(void))
{
    uintptr_t top = ((uintptr_t)stack + size) & ~(uintptr_t)15;
    uintptr_t *frame = (uintptr_t *)top - FRAME;

    for (int i = 0; i < FRAME; i++)
        frame[i] = 0;
    frame[ENTRY] = (uintptr_t)entry;
    return frame;
}
