/*
 * ngx_argv, the arguments of the process: scripts take the path of the server from it. A variable can't be exported by managed code.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "engine.h"

EXPORT char **ngx_argv;
EXPORT int ngx_argc;

enum { MOST_BYTES = 65536, MOST_ARGUMENTS = 1024 };

__attribute__((constructor)) static void remember_arguments(void)
{
    static char bytes[MOST_BYTES + 1];
    static char *arguments[MOST_ARGUMENTS + 1];
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, bytes, MOST_BYTES);
    char *at = bytes;

    if (file >= 0)
        close(file);
    while (at < bytes + length && ngx_argc < MOST_ARGUMENTS) {
        arguments[ngx_argc++] = at;
        at += strlen(at) + 1;
    }
    ngx_argv = arguments;
}
