// What functions that have returned left on the stacks of threads.
//
// Only a thread itself knows how much of its stack is in use, so each is asked by a signal, and answers from wherever it is:
// what lies below the handler's own frame is dead. Dispatch's worker threads block all signals but those that tell of a
// fault; SIGSYS is one of them and has no other use here. The kernel puts the thread's registers on its stack for the
// handler, so they are wiped first (registers.c).

#define _GNU_SOURCE
#include "CWipe.h"
#include "registers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { most_threads = 256, page = 4096 };

static sem_t answers;
static atomic_int wiped;

// Where the writable memory begins that `here` lies in; 0 when the kernel does not say. A stack has a guard below, so
// that is its end. The thread looks itself and now: no other stack is where its own is. Async-signal-safe.
static __attribute__((noinline)) unsigned long start_of_stack(unsigned long here) {
    int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0) return 0;
    // A line is START-END rw-p …, in hexadecimal; what follows the rights is skipped.
    enum { at_start, at_end, at_rights, at_rest } place = at_start;
    unsigned long start = 0, end = 0, found = 0;
    int rights = 0, isWritable = 0;
    char piece[512];
    ssize_t count;
    while (!found && ((count = read(maps, piece, sizeof piece)) > 0 || (count < 0 && errno == EINTR))) {
        for (ssize_t index = 0; index < count && !found; index++) {
            char byte = piece[index];
            unsigned digit = byte >= 'a' ? (unsigned)(byte - 'a') + 10 : (unsigned)(byte - '0');
            if (byte == '\n') {
                place = at_start;
                start = end = 0;
            } else if (place == at_start) {
                if (byte == '-') place = at_end; else start = start << 4 | digit;
            } else if (place == at_end) {
                if (byte == ' ') place = at_rights, rights = isWritable = 0; else end = end << 4 | digit;
            } else if (place == at_rights) {
                if (rights++ == 1) isWritable = byte == 'w';
                if (rights < 2) continue;
                place = at_rest;
                if (isWritable && here >= start && here < end) found = start;
            }
        }
    }
    close(maps);
    return found;
}

// Clears the rest of the page that the handler runs on, and what is below it down to a few pages more.
static __attribute__((noinline)) void clear_below(void) {
    char dead[3 * page];
    explicit_bzero(dead, sizeof dead);
}

static void answer(int number, siginfo_t *info, void *context) {
    if (info->si_code != SI_TKILL || info->si_pid != getpid()) {
        // A real fault: let it end the process, as without this handler.
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    int before = errno;
    cwipe_registers(info, context);
    unsigned long here = (unsigned long)__builtin_frame_address(0);
    unsigned long start = start_of_stack(here), end = (here & ~(page - 1UL)) - page;
    // Enough room for its own frame: the pages just below are the thread's.
    if (start && end > start + 4UL * page) {
        madvise((void *)start, end - start, MADV_DONTNEED);
        clear_below();
        atomic_fetch_add(&wiped, 1);
    }
    sem_post(&answers);
    errno = before;
}

__attribute__((constructor)) static void prepare(void) { sem_init(&answers, 0, 0); }

int cwipe_stacks(void) {
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGSYS, &action, NULL) != 0) return 0;
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) return 0;
    // Late ones of the time before.
    while (sem_trywait(&answers) == 0) {}
    atomic_store(&wiped, 0);
    int asked = 0;
    for (struct dirent *entry; asked < most_threads && (entry = readdir(tasks));) {
        int thread = atoi(entry->d_name);
        if (thread > 0 && syscall(SYS_tgkill, getpid(), thread, SIGSYS) == 0) asked++;
    }
    closedir(tasks);
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += 1;
    for (int answered = 0; answered < asked;) {
        if (sem_timedwait(&answers, &end) == 0) {
            answered++;
        } else if (errno != EINTR) {
            break;
        }
    }
    return atomic_load(&wiped);
}
