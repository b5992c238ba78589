/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file shims.h
 * What Swift cannot call itself: variadic functions of libcurl, and functions that the Glibc module lacks.
 */
#ifndef HOST_SHIMS_H
#define HOST_SHIMS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * No type of libcurl appears here: this header would then be a second module that defines it, beside CCurl, and
 * which of the two Swift sees would be left to chance. Handles are `void *` in libcurl too; options are numbers.
 */

/** Shape of libcurl's write and header callbacks. */
typedef size_t (*host_curl_sink)(char *bytes, size_t size, size_t count, void *user);

/** `curl_easy_setopt` for options that take a long; answers a CURLcode. */
uint32_t host_curl_set_long(void *easy, uint32_t option, long value);
/** `curl_easy_setopt` for options that take a curl_off_t; answers a CURLcode. */
uint32_t host_curl_set_size(void *easy, uint32_t option, int64_t value);
/** `curl_easy_setopt` for options that take text, which libcurl copies; answers a CURLcode. */
uint32_t host_curl_set_text(void *easy, uint32_t option, const char *text);
/** `curl_easy_setopt` for options that take an object pointer, which libcurl keeps; answers a CURLcode. */
uint32_t host_curl_set_pointer(void *easy, uint32_t option, void *pointer);
/** `curl_easy_setopt` for CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION; answers a CURLcode. */
uint32_t host_curl_set_sink(void *easy, uint32_t option, host_curl_sink sink);
/** `curl_easy_getinfo` for numbers of type long; 0 when there is none. */
long host_curl_get_long(void *easy, uint32_t info);
/** `curl_multi_setopt` for options that take a long; answers a CURLMcode. */
int32_t host_curl_multi_set_long(void *multi, uint32_t option, long value);

/**
 * Starts a program in a process group of its own: standard input and error are /dev/null, standard output is
 * `output`, every other descriptor is closed, no signal is blocked or ignored.
 *
 * Returns 0 and sets `*pid`, or an errno value.
 */
int host_spawn(const char *path, char *const *arguments, char *const *environment, int output, pid_t *pid);

/** Opens a descriptor that becomes readable when the process ends (pidfd_open(2)); -1 with errno on failure. */
int host_pidfd_open(pid_t pid);

/** Opens a pipe whose ends are closed on exec and whose reading end does not wait; 0, or -1 with errno. */
int host_pipe(int *reader, int *writer);

/** Names the calling thread for debuggers; at most 15 bytes. */
void host_name_thread(const char *name);

/** Overwrites memory in a way that the compiler keeps. */
void host_zero(void *memory, size_t count);

#endif
