/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "shims.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

uint32_t host_curl_set_long(void *easy, uint32_t option, long value)
{
    return curl_easy_setopt(easy, (CURLoption)option, value);
}

uint32_t host_curl_set_size(void *easy, uint32_t option, int64_t value)
{
    return curl_easy_setopt(easy, (CURLoption)option, (curl_off_t)value);
}

uint32_t host_curl_set_text(void *easy, uint32_t option, const char *text)
{
    return curl_easy_setopt(easy, (CURLoption)option, text);
}

uint32_t host_curl_set_pointer(void *easy, uint32_t option, void *pointer)
{
    return curl_easy_setopt(easy, (CURLoption)option, pointer);
}

uint32_t host_curl_set_sink(void *easy, uint32_t option, host_curl_sink sink)
{
    return curl_easy_setopt(easy, (CURLoption)option, sink);
}

long host_curl_get_long(void *easy, uint32_t info)
{
    long value = 0;
    return curl_easy_getinfo(easy, (CURLINFO)info, &value) == CURLE_OK ? value : 0;
}

int32_t host_curl_multi_set_long(void *multi, uint32_t option, long value)
{
    return curl_multi_setopt(multi, (CURLMoption)option, value);
}

static int add_actions(posix_spawn_file_actions_t *actions, int output)
{
    int failure = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (failure == 0)
        failure = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
    if (failure == 0)
        failure = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (failure == 0)
        failure = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
    return failure;
}

static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    int failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0)
        failure = posix_spawnattr_setsigdefault(attributes, &all);
    if (failure == 0)
        failure = posix_spawnattr_setpgroup(attributes, 0);
    if (failure == 0)
        failure = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    return failure;
}

int host_spawn(const char *path, char *const *arguments, char *const *environment, int output, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure != 0)
        return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure == 0) {
        failure = add_actions(&actions, output);
        if (failure == 0)
            failure = set_attributes(&attributes);
        if (failure == 0)
            failure = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

int host_pidfd_open(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0u);
}

int host_pipe(int *reader, int *writer)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *reader = ends[0];
    *writer = ends[1];
    return 0;
}

void host_name_thread(const char *name)
{
    pthread_setname_np(pthread_self(), name);
}

void host_zero(void *memory, size_t count)
{
    explicit_bzero(memory, count);
}
