/*
 * Loaded before libc into a node under test (LD_PRELOAD): a disk that fails and a clock that jumps,
 * as the test tells by a file that it shares with this library.
 *
 * FAULTS_CONTROL  the file: three 64-bit numbers, see struct control
 * FAULTS_UNDER    only files below this folder fail
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* A call fails with the error whose number is here, unless that is 0. */
struct control {
  volatile int64_t fail_sync;
  volatile int64_t fail_write;
  volatile int64_t clock_offset_seconds;
};

static struct control sound;
static struct control *control = &sound;
static const char *under = "";

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAULTS_CONTROL");
  if (getenv("FAULTS_UNDER") != NULL) {
    under = getenv("FAULTS_UNDER");
  }
  int fd = file == NULL ? -1 : open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return;
  }
  void *shared = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) {
    control = shared;
  }
  close(fd);
}

static int is_under(int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0 || under[0] == '\0') {
    return 0;
  }
  path[length] = '\0';
  return strncmp(path, under, strlen(under)) == 0;
}

static int fails(int64_t wanted, int fd) {
  if (wanted == 0 || !is_under(fd)) {
    return 0;
  }
  errno = (int)wanted;
  return 1;
}

/* The function that this library stands before. */
#define REAL(name) \
  static __typeof__(&name) real; \
  if (real == NULL) { \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
  }

int fsync(int fd) {
  REAL(fsync)
  return fails(control->fail_sync, fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync)
  return fails(control->fail_sync, fd) ? -1 : real(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write)
  return fails(control->fail_write, fd) ? -1 : real(fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  REAL(pwrite)
  return fails(control->fail_write, fd) ? -1 : real(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  REAL(pwrite64)
  return fails(control->fail_write, fd) ? -1 : real(fd, bytes, length, offset);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  REAL(clock_gettime)
  int result = real(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    now->tv_sec += control->clock_offset_seconds;
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  REAL(gettimeofday)
  int result = real(now, zone);
  if (result == 0) {
    now->tv_sec += control->clock_offset_seconds;
  }
  return result;
}

time_t time(time_t *result) {
  REAL(time)
  time_t now = real(NULL) + control->clock_offset_seconds;
  if (result != NULL) {
    *result = now;
  }
  return now;
}
