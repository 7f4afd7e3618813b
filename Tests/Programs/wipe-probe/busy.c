#include "CWipe.h"
#include "probe.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum { mapped = 1 << 18, workers = 3 };

static atomic_int over, changed;

// A new thread, whose stack is likely to lie where other memory lay a moment ago.
static void *deep(void *argument) {
    volatile unsigned char used[1 << 14];
    unsigned char mark = (unsigned char)(size_t)argument;
    for (size_t index = 0; index < sizeof used; index++) used[index] = mark;
    for (size_t index = 0; index < sizeof used; index++) {
        if (used[index] != mark) return atomic_fetch_add(&changed, 1), NULL;
    }
    return NULL;
}

static void *work(void *argument) {
    for (size_t round = (size_t)argument; !atomic_load(&over); round += workers) {
        unsigned char *memory = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) continue;
        unsigned char mark = (unsigned char)(round | 1);
        memset(memory, mark, mapped);
        double sum = 0;
        for (int index = 1; index < 2000; index++) sum += 1.0 / index;
        pthread_t thread;
        if (pthread_create(&thread, NULL, deep, (void *)round) == 0) pthread_join(thread, NULL);
        size_t equal = 0;
        while (equal < mapped && memory[equal] == mark) equal++;
        if (equal < mapped) atomic_fetch_add(&changed, 1);
        for (int index = 1; index < 2000; index++) sum -= 1.0 / index;
        if (sum > 1e-9 || sum < -1e-9) atomic_fetch_add(&changed, 1);
        errno = (int)round;
        for (volatile int index = 0; index < 2000; index++) {}
        if (errno != (int)round) atomic_fetch_add(&changed, 1);
        munmap(memory, mapped);
    }
    return NULL;
}

int show_busy(int rounds) {
    pthread_t threads[workers];
    for (size_t index = 0; index < workers; index++) {
        if (pthread_create(&threads[index], NULL, work, (void *)index) != 0) return 2;
    }
    for (int round = 0; round < rounds; round++) cwipe_stacks();
    atomic_store(&over, 1);
    for (size_t index = 0; index < workers; index++) pthread_join(threads[index], NULL);
    printf("changed %d\n", atomic_load(&changed));
    return 0;
}
