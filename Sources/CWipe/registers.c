// What copying left in a thread's vector registers.
//
// memcpy moves up to 256 bytes through them and clears none; a thread that then waits keeps them for hours, a core dump has
// them as a note (NT_X86_XSTATE), and every signal handler gets a copy of them on the thread's stack.
//
// The psABI lets every function destroy all vector registers, and a thread waits in functions of the C library, which hold
// nothing in them across a system call; so behind one they are dead. Layout: Intel SDM volume 1, chapter 13 (standard
// format of the XSAVE area); the kernel's asm/sigcontext.h for the words that it adds.

#define _GNU_SOURCE
#include "registers.h"

#ifdef __x86_64__

#include <cpuid.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>

enum {
    software_words = 464,  // struct _fpx_sw_bytes: magic, extended size, features (64 bits), size
    header = 512,          // XSTATE_BV: which components are not in their initial state
    magic = 0x46505853,    // FP_XSTATE_MAGIC1: there is more than the 512 bytes of FXSAVE
};

// Upper halves of YMM0-15, masks, upper halves of ZMM0-15, ZMM16-31. Not PKRU, which is no data.
static const unsigned vectors[] = {2, 5, 6, 7};

static const uint8_t syscall_opcode[] = {0x0F, 0x05};

// The instruction leaves the address behind itself in RCX; a thread whose call is to be begun again stands before it.
static int waits(const greg_t *registers) {
    greg_t behind = registers[REG_RCX], next = registers[REG_RIP];
    if (next != behind && next != behind - (greg_t)sizeof syscall_opcode) return 0;
    return memcmp((const void *)(behind - (greg_t)sizeof syscall_opcode), syscall_opcode, sizeof syscall_opcode) == 0;
}

// The words of the frame that the kernel does not write show what was on the stack before.
static void clear_gaps(siginfo_t *info, mcontext_t *machine) {
    explicit_bzero(machine->__reserved1, sizeof machine->__reserved1);
    uint8_t *end = (uint8_t *)(info + 1), *saved = (uint8_t *)machine->fpregs;
    // Saved registers begin at a multiple of 64 bytes.
    if (saved > end && saved - end < 64) explicit_bzero(end, (size_t)(saved - end));
}

void cwipe_registers(siginfo_t *info, void *context) {
    mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
    uint8_t *saved = (uint8_t *)machine->fpregs;
    clear_gaps(info, machine);
    if (!saved || !waits(machine->gregs)) return;
    explicit_bzero(machine->fpregs->_xmm, sizeof machine->fpregs->_xmm);
    struct {
        uint32_t magic, extended;
        uint64_t features;
        uint32_t size;
    } words;
    memcpy(&words, saved + software_words, sizeof words);
    if (words.magic != magic) return;
    uint64_t used;
    memcpy(&used, saved + header, sizeof used);
    for (unsigned index = 0; index < sizeof vectors / sizeof *vectors; index++) {
        unsigned size, offset, flags, unused, component = vectors[index];
        if (!(words.features & 1ULL << component)) continue;
        if (!__get_cpuid_count(0xD, component, &size, &offset, &flags, &unused)) continue;
        if (offset + size > words.size) continue;
        explicit_bzero(saved + offset, size);
        used &= ~(1ULL << component);
    }
    memcpy(saved + header, &used, sizeof used);
}

#else

void cwipe_registers(siginfo_t *info, void *context) {
    (void)info;
    (void)context;
}

#endif
