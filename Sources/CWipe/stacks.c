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
#include <signal.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { most_threads = 256, page = 4096 };

struct range {
    unsigned long start, end;
};

static struct range ranges[4096];
static int range_count;
static sem_t answers;

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
    cwipe_registers(info, context);
    unsigned long here = (unsigned long)__builtin_frame_address(0);
    for (int index = 0; index < range_count; index++) {
        if (here < ranges[index].start || here >= ranges[index].end) continue;
        unsigned long end = (here & ~(page - 1UL)) - page;
        if (end > ranges[index].start) {
            madvise((void *)ranges[index].start, end - ranges[index].start, MADV_DONTNEED);
            // Enough room for its own frame: the pages just below are the thread's.
            if (end - ranges[index].start > 4UL * page) clear_below();
        }
        break;
    }
    sem_post(&answers);
}

// Writable memory of no file, by address: the stacks are among them, each with a guard below.
static void read_ranges(void) {
    range_count = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) return;
    char line[512], access[8], name[256];
    while (range_count < (int)(sizeof ranges / sizeof *ranges) && fgets(line, sizeof line, maps)) {
        struct range range;
        name[0] = 0;
        if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %255s", &range.start, &range.end, access, name) < 3) continue;
        if (strncmp(access, "rw-p", 4) != 0 || name[0] == '/') continue;
        ranges[range_count++] = range;
    }
    fclose(maps);
}

int cwipe_stacks(void) {
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGSYS, &action, NULL) != 0) return 0;
    read_ranges();
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) return 0;
    if (sem_init(&answers, 0, 0) != 0) {
        closedir(tasks);
        return 0;
    }
    int asked = 0;
    for (struct dirent *entry; asked < most_threads && (entry = readdir(tasks));) {
        int thread = atoi(entry->d_name);
        if (thread > 0 && syscall(SYS_tgkill, getpid(), thread, SIGSYS) == 0) asked++;
    }
    closedir(tasks);
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += 1;
    int answered = 0;
    while (answered < asked) {
        if (sem_timedwait(&answers, &end) == 0) {
            answered++;
        } else if (errno != EINTR) {
            break;
        }
    }
    return answered;
}
