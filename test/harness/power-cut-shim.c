/*
 * LD_PRELOAD shim: writes down, in order, every change a process makes to the files of one folder, and every sync.
 * The reader (power-cut.ts) replays the list up to any point, as a disk would stand after the power went.
 *
 * BENCHSIDE_POWER_CUT_FOLDER names the folder, BENCHSIDE_POWER_CUT_LOG the list. Entries are little-endian:
 *   u8 kind, u32 path length, path, u64 offset, u64 length, and for kind W the bytes themselves.
 *   kind C file made, M folder made, W write, T truncate to offset, S file synced, D folder synced, U removed, R renamed (length bytes: new path)
 * Shared memory files (-shm) are left out: SQLite makes them anew.
 *
 * It can also be the faulty disk itself (disk-faults.ts):
 *   BENCHSIDE_DISK_LIMIT    bytes the folder may hold; what would go beyond fails with ENOSPC
 *   BENCHSIDE_DISK_READONLY opening for writing, making and removing fail with EROFS
 *   BENCHSIDE_DISK_FAIL     "n": the n-th write, sync or truncate fails with EIO; "n-": that and every later one
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FD_LIMIT 65536

static char *paths[FD_LIMIT];
static char folder[PATH_MAX];
static size_t folder_length;
static int list = -1;
static int is_watching;
static long long disk_limit = -1;
static long long disk_used;
static int is_readonly;
static long long fail_at = -1;
static int fails_on;
static long long step_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void __attribute__((constructor)) begin(void) {
  const char *where = getenv("BENCHSIDE_POWER_CUT_FOLDER");
  const char *log = getenv("BENCHSIDE_POWER_CUT_LOG");
  if (!where || !realpath(where, folder)) return;
  folder_length = strlen(folder);
  is_watching = 1;
  const char *limit = getenv("BENCHSIDE_DISK_LIMIT");
  const char *fail = getenv("BENCHSIDE_DISK_FAIL");
  if (limit) disk_limit = atoll(limit);
  is_readonly = getenv("BENCHSIDE_DISK_READONLY") != NULL;
  if (fail) {
    fail_at = atoll(fail);
    fails_on = fail[strlen(fail) - 1] == '-';
  }
  if (!log) return;
  list = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t done = syscall(SYS_write, list, at, length);
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

static void note(char kind, const char *path, uint64_t offset, uint64_t length, const void *bytes) {
  if (list < 0) return;
  uint32_t path_length = (uint32_t)strlen(path);
  char head[1 + 4];
  head[0] = kind;
  memcpy(head + 1, &path_length, 4);
  pthread_mutex_lock(&lock);
  put(head, sizeof head);
  put(path, path_length);
  put(&offset, 8);
  put(&length, 8);
  if (bytes) put(bytes, length);
  pthread_mutex_unlock(&lock);
}

/* The path when it lies in the folder, made absolute; NULL otherwise. */
static const char *watched(int dir, const char *path, char *buffer) {
  if (!is_watching || !path) return NULL;
  if (path[0] != '/') {
    char base[PATH_MAX];
    if (dir != AT_FDCWD || !getcwd(base, sizeof base)) return NULL;
    if (snprintf(buffer, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
  } else {
    if (strlen(path) >= PATH_MAX) return NULL;
    strcpy(buffer, path);
  }
  if (strncmp(buffer, folder, folder_length) != 0) return NULL;
  if (buffer[folder_length] != '/' && buffer[folder_length] != 0) return NULL;
  size_t length = strlen(buffer);
  if (length > 4 && strcmp(buffer + length - 4, "-shm") == 0) return NULL;
  return buffer;
}

/* As watched(), shared memory files too. */
static int watched_any(int dir, const char *path, char *buffer) {
  size_t length = strlen(path);
  char plain[PATH_MAX];
  if (length > 4 && length < PATH_MAX && strcmp(path + length - 4, "-shm") == 0) {
    strcpy(plain, path);
    plain[length - 4] = 0;
    path = plain;
  }
  return watched(dir, path, buffer) != NULL;
}

/* True when this step is one that the faulty disk refuses. */
static int fails_now(void) {
  if (fail_at < 0) return 0;
  long long step = __sync_add_and_fetch(&step_count, 1);
  if (step != fail_at && !(fails_on && step > fail_at)) return 0;
  errno = EIO;
  return 1;
}

/* True when a write would make the folder larger than the disk. */
static int is_full(int fd, uint64_t end) {
  struct stat facts;
  if (disk_limit < 0 || fstat(fd, &facts) != 0 || end <= (uint64_t)facts.st_size) return 0;
  long long growth = (long long)(end - (uint64_t)facts.st_size);
  if (disk_used + growth > disk_limit) {
    errno = ENOSPC;
    return 1;
  }
  disk_used += growth;
  return 0;
}

static int opened(int fd, int dir, const char *path, int flags, int was_there) {
  char buffer[PATH_MAX];
  const char *name = fd >= 0 && fd < FD_LIMIT ? watched(dir, path, buffer) : NULL;
  if (!name) return fd;
  free(paths[fd]);
  paths[fd] = strdup(name);
  if ((flags & O_CREAT) && !was_there) note('C', name, 0, 0, NULL);
  if (was_there && (flags & O_TRUNC)) note('T', name, 0, 0, NULL);
  return fd;
}

static int open_at(int dir, const char *path, int flags, mode_t mode) {
  struct stat facts;
  char buffer[PATH_MAX];
  if (is_readonly && (flags & (O_WRONLY | O_RDWR | O_CREAT)) && watched_any(dir, path, buffer)) {
    errno = EROFS;
    return -1;
  }
  int was_there = (flags & (O_CREAT | O_TRUNC)) ? fstatat(dir, path, &facts, 0) == 0 : 1;
  return opened((int)syscall(SYS_openat, dir, path, flags, mode), dir, path, flags, was_there);
}

#define MODE(flags, last)                         \
  mode_t mode = 0;                                \
  if ((flags) & (O_CREAT | O_TMPFILE)) {          \
    va_list list_of;                              \
    va_start(list_of, last);                      \
    mode = (mode_t)va_arg(list_of, int);          \
    va_end(list_of);                              \
  }

int open(const char *path, int flags, ...) { MODE(flags, flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, flags) return open_at(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE(flags, flags) return open_at(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE(flags, flags) return open_at(dir, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

static const char *path_of(int fd) { return is_watching && fd >= 0 && fd < FD_LIMIT ? paths[fd] : NULL; }

int close(int fd) {
  if (is_watching && fd >= 0 && fd < FD_LIMIT && paths[fd]) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return (int)syscall(SYS_close, fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  if (path_of(fd) && (fails_now() || is_full(fd, (uint64_t)offset + length))) return -1;
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, offset);
  if (done > 0 && path_of(fd)) note('W', path_of(fd), (uint64_t)offset, (uint64_t)done, bytes);
  return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return pwrite(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
  if (!path_of(fd)) return syscall(SYS_write, fd, bytes, length);
  struct stat facts;
  uint64_t at = fcntl(fd, F_GETFL) & O_APPEND && fstat(fd, &facts) == 0 ? (uint64_t)facts.st_size : (uint64_t)lseek(fd, 0, SEEK_CUR);
  if (fails_now() || is_full(fd, at + length)) return -1;
  ssize_t done = syscall(SYS_write, fd, bytes, length);
  if (done > 0) note('W', path_of(fd), (uint64_t)(lseek(fd, 0, SEEK_CUR) - done), (uint64_t)done, bytes);
  return done;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  if (!path_of(fd)) return syscall(SYS_pwritev, fd, parts, count, (long)offset, (long)(((uint64_t)offset) >> 32));
  ssize_t sum = 0;
  for (int at = 0; at < count; at++) {
    ssize_t done = pwrite(fd, parts[at].iov_base, parts[at].iov_len, offset + sum);
    if (done < 0) return sum > 0 ? sum : done;
    sum += done;
  }
  return sum;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) { return pwritev(fd, parts, count, offset); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (!path_of(fd)) return syscall(SYS_writev, fd, parts, count);
  ssize_t sum = 0;
  for (int at = 0; at < count; at++) {
    ssize_t done = write(fd, parts[at].iov_base, parts[at].iov_len);
    if (done < 0) return sum > 0 ? sum : done;
    sum += done;
  }
  return sum;
}

static int synced(int fd, int result) {
  const char *path = path_of(fd);
  struct stat facts;
  if (result == 0 && path) note(fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode) ? 'D' : 'S', path, 0, 0, NULL);
  return result;
}
int fsync(int fd) { return path_of(fd) && fails_now() ? -1 : synced(fd, (int)syscall(SYS_fsync, fd)); }
int fdatasync(int fd) { return path_of(fd) && fails_now() ? -1 : synced(fd, (int)syscall(SYS_fdatasync, fd)); }

int ftruncate(int fd, off_t length) {
  struct stat facts;
  if (path_of(fd) && fails_now()) return -1;
  if (path_of(fd) && fstat(fd, &facts) == 0) disk_used += (long long)length - (long long)facts.st_size;
  int result = (int)syscall(SYS_ftruncate, fd, length);
  if (result == 0 && path_of(fd)) note('T', path_of(fd), (uint64_t)length, 0, NULL);
  return result;
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int removed(int dir, const char *path, int result) {
  char buffer[PATH_MAX];
  const char *name = result == 0 ? watched(dir, path, buffer) : NULL;
  if (name) note('U', name, 0, 0, NULL);
  return result;
}
int unlinkat(int dir, const char *path, int flags) {
  struct stat facts;
  char buffer[PATH_MAX];
  if (is_readonly && watched(dir, path, buffer)) {
    errno = EROFS;
    return -1;
  }
  if (watched(dir, path, buffer) && fstatat(dir, path, &facts, 0) == 0) disk_used -= (long long)facts.st_size;
  return removed(dir, path, (int)syscall(SYS_unlinkat, dir, path, flags));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rename(const char *from, const char *to) {
  int result = (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  char a[PATH_MAX];
  char b[PATH_MAX];
  if (result != 0) return result;
  const char *old_name = watched(AT_FDCWD, from, a);
  const char *new_name = watched(AT_FDCWD, to, b);
  if (old_name && new_name) note('R', old_name, 0, strlen(new_name), new_name);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  char wanted[PATH_MAX];
  if (is_readonly && watched(AT_FDCWD, path, wanted)) {
    errno = EROFS;
    return -1;
  }
  int result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  char buffer[PATH_MAX];
  const char *name = result == 0 ? watched(AT_FDCWD, path, buffer) : NULL;
  if (name) note('M', name, 0, 0, NULL);
  return result;
}
