#define _GNU_SOURCE
#include "CWipe.h"
#include "probe.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { longest = 256 };

static sem_t copied, leave;
static atomic_int number;

// Returns, so that nothing of it is in use when its thread waits.
static __attribute__((noinline)) void copy_once(size_t length) {
    unsigned char *from = malloc(longest), *to = malloc(longest);
    void *(*volatile move)(void *, const void *, size_t) = memmove;
    for (size_t index = 0; index < length; index++) ((volatile unsigned char *)from)[index] = secret(index);
    move(to, from, length);
    // Byte by byte: memset would go through the registers itself.
    for (volatile unsigned char *byte = from; byte < from + longest; byte++) *byte = 0;
    for (volatile unsigned char *byte = to; byte < to + longest; byte++) *byte = 0;
    free(from);
    free(to);
}

static void *copy(void *argument) {
    copy_once(*(size_t *)argument);
    atomic_store(&number, gettid());
    sem_post(&copied);
    while (sem_wait(&leave) != 0) {}
    return NULL;
}

int show_copied(size_t length) {
    pthread_t thread;
    pthread_attr_t attributes;
    void *start;
    size_t size;
    sem_init(&copied, 0, 0);
    sem_init(&leave, 0, 0);
    if (length > longest || pthread_create(&thread, NULL, copy, &length) != 0) return 2;
    while (sem_wait(&copied) != 0) {}
    while (state_of(atomic_load(&number)) != 'S') {}
    if (pthread_getattr_np(thread, &attributes) != 0) return 2;
    pthread_attr_getstack(&attributes, &start, &size);
    pthread_attr_destroy(&attributes);
    // The second time sees the registers again, which the first has cleared.
    for (int time = 0; time < 2; time++) {
        int threads = cwipe_stacks();
        printf("threads %d, found %d\n", threads, finds((unsigned char *)start + size));
    }
    sem_post(&leave);
    pthread_join(thread, NULL);
    return 0;
}
