/*
 * os.execute and io.popen. The server's threads have signals blocked that its control thread takes, and a started program would inherit
 * that: here it starts with no signal blocked or ignored.
 *
 * LuaJIT closes what popen made with pclose(), which must get nothing else unless it is glibc's: that one takes any file and returns what
 * closing it says. With another libc, io.popen stays LuaJIT's own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "engine.h"

extern char **environ;

/* What LuaJIT keeps in the userdata of a file. */
struct lua_file {
    FILE *file;
    uint32_t type;
};

enum { LUA_FILE_PIPE = 1 };

struct child {
    pid_t pid;
    int fd;
};

/* Starts "sh -c command"; "fd", when it is not negative, becomes its standard input or output. 0 or errno. */
static int start_shell(const char *command, int fd, int becomes, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char *arguments[] = { "sh", "-c", (char *) command, NULL };
    sigset_t none, all;
    int error;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    if (fd >= 0)
        posix_spawn_file_actions_adddup2(&actions, fd, becomes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    error = posix_spawn(pid, "/bin/sh", &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static int wait_for(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return -1;
    }
    return status;
}

/* LuaJIT has table.pack only when it was built to behave as Lua 5.2 does. */
static int is_52(lua_State *L)
{
    int found;

    lua_getglobal(L, "table");
    lua_getfield(L, -1, "pack");
    found = !lua_isnil(L, -1);
    lua_pop(L, 2);
    return found;
}

static int execute(lua_State *L)
{
    const char *command = luaL_optstring(L, 1, NULL);
    pid_t pid;
    int status = 1;

    if (command != NULL) {
        errno = start_shell(command, -1, 0, &pid);
        status = errno == 0 ? wait_for(pid) : -1;
    }
    if (!is_52(L))
        lua_pushinteger(L, status);
    else if (command == NULL)
        lua_pushboolean(L, 1);
    else
        return luaL_execresult(L, status);
    return 1;
}

static ssize_t read_child(void *cookie, char *buffer, size_t size)
{
    ssize_t got;

    do
        got = read(((struct child *) cookie)->fd, buffer, size);
    while (got < 0 && errno == EINTR);
    return got;
}

static ssize_t write_child(void *cookie, const char *buffer, size_t size)
{
    size_t written = 0;

    while (written < size) {
        ssize_t part = write(((struct child *) cookie)->fd, buffer + written, size - written);

        if (part < 0 && errno != EINTR)
            break;
        written += part > 0 ? (size_t) part : 0;
    }
    return (ssize_t) written;
}

/* The status of the program is what pclose() returns. */
static int close_child(void *cookie)
{
    struct child *child = cookie;
    int status;

    close(child->fd);
    status = wait_for(child->pid);
    free(child);
    return status;
}

/*
 * A pipe whose ends are none of the standard streams, even where the server was started without them: the shell would get an end that is
 * closed as it starts, or lose one of its own streams. False with errno.
 */
static int open_ends(int ends[2])
{
    int raw[2], i;

    if (pipe2(raw, O_CLOEXEC) != 0)
        return 0;
    for (i = 0; i < 2; i++) {
        ends[i] = raw[i] > STDERR_FILENO ? raw[i] : fcntl(raw[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (ends[i] != raw[i])
            close(raw[i]);
    }
    if (ends[0] >= 0 && ends[1] >= 0)
        return 1;
    for (i = 0; i < 2; i++) {
        if (ends[i] >= 0)
            close(ends[i]);
    }
    return 0;
}

static FILE *open_child(const char *command, int reads)
{
    static const cookie_io_functions_t functions = { read_child, write_child, NULL, close_child };
    struct child *child;
    FILE *file = NULL;
    int ends[2];

    child = malloc(sizeof(*child));
    if (child == NULL || !open_ends(ends)) {
        free(child);
        return NULL;
    }
    errno = start_shell(command, ends[reads ? 1 : 0], reads ? STDOUT_FILENO : STDIN_FILENO, &child->pid);
    if (errno == 0) {
        child->fd = ends[reads ? 0 : 1];
        file = fopencookie(child, reads ? "r" : "w", functions);
    }
    close(ends[reads ? 1 : 0]);
    if (file == NULL) {
        close(ends[reads ? 0 : 1]);
        free(child);
    }
    return file;
}

/* Upvalue: io.open, which makes the object that gets the child's file. */
static int open_pipe(lua_State *L)
{
    const char *command = luaL_checkstring(L, 1), *mode = luaL_optstring(L, 2, "r");
    struct lua_file *result;
    FILE *file;

    if ((*mode != 'r' && *mode != 'w') || (mode[1] != '\0' && mode[1] != 'e')) {
        errno = EINVAL;
        return luaL_fileresult(L, 0, command);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushliteral(L, "/dev/null");
    lua_call(L, 1, 1);
    result = lua_touserdata(L, -1);
    if (result == NULL)
        return luaL_fileresult(L, 0, command);
    file = open_child(command, *mode == 'r');
    if (file == NULL)
        return luaL_fileresult(L, 0, command);
    fclose(result->file);
    result->file = file;
    result->type = LUA_FILE_PIPE;
    return 1;
}

/* Replaces os.execute and io.popen of a state that is being set up. */
void engine_set_process(lua_State *L)
{
    lua_getglobal(L, "os");
    lua_pushcfunction(L, execute);
    lua_setfield(L, -2, "execute");
    lua_pop(L, 1);
#ifdef __GLIBC__
    lua_getglobal(L, "io");
    lua_getfield(L, -1, "open");
    lua_pushcclosure(L, open_pipe, 1);
    lua_setfield(L, -2, "popen");
    lua_pop(L, 1);
#else
    (void) open_pipe;
#endif
}
