/*
 * What the server does with LuaJIT, one call each: a call from managed code into native code has a price.
 *
 * No Lua error leaves a function of this file. What may run a step of the garbage collector (and so a finalizer, which may
 * raise), a metamethod or Lua code does so under lua_cpcall or lua_resume. Growing a stack or a table fails only when memory has
 * run out; that ends in the panic function.
 */
#include <stdio.h>
#include <string.h>
#include "engine.h"

enum { MAX_LEVELS = 22 };

/* Runs a function of the registry on a coroutine that is new, finished or reset. *top: how many values it left. */
EXPORT int engine_start(lua_State *co, int function, void *exdata, int *top)
{
    int status;

    lua_setexdata(co, exdata);
    lua_rawgeti(co, LUA_REGISTRYINDEX, function);
    status = lua_resume(co, 0);
    *top = lua_gettop(co);
    return status;
}

/* The same with a number and a boolean as arguments. */
EXPORT int engine_start_with(lua_State *co, int function, void *exdata, double number, int boolean, int *top)
{
    int status;

    lua_setexdata(co, exdata);
    lua_rawgeti(co, LUA_REGISTRYINDEX, function);
    lua_pushnumber(co, number);
    lua_pushboolean(co, boolean);
    status = lua_resume(co, 2);
    *top = lua_gettop(co);
    return status;
}

EXPORT int engine_resume(lua_State *co, int arguments, int *top)
{
    int status = lua_resume(co, arguments);

    *top = lua_gettop(co);
    return status;
}

/* Makes a coroutine that ended early fit for another run. It does so itself: the upvalues to be closed are its own. */
EXPORT void engine_reset(lua_State *co)
{
    lua_resetthread(co, co);
}

/* A light thread was spawned by yielding (tag, coroutine, argument...): the arguments move to the coroutine, which is returned. */
EXPORT lua_State *engine_take_child(lua_State *parent, int *arguments)
{
    lua_State *child = lua_tothread(parent, 2);

    *arguments = lua_gettop(parent) - 2;
    lua_checkstack(child, *arguments);
    lua_setexdata(child, lua_getexdata(parent));
    lua_xmove(parent, child, *arguments);
    lua_settop(parent, 0);
    return child;
}

static lua_CFunction error_function;

/*
 * How many values a coroutine that failed has for ngx.thread.wait: the error, or what OpenResty's users get of a call of error():
 * its message as it was passed, and behind it the error with its position.
 */
EXPORT int engine_error_values(lua_State *co)
{
    lua_Debug frame;
    int count = lua_gettop(co), is_error;

    if (count != 2 || !lua_getstack(co, 0, &frame) || !lua_getinfo(co, "S", &frame) || *frame.what != 'C' || !lua_checkstack(co, 1))
        return 1;
    lua_getinfo(co, "f", &frame);
    is_error = lua_tocfunction(co, -1) == error_function;
    lua_pop(co, 1);
    return is_error ? count : 1;
}

/* Hands the last values of a coroutine that ended to one that waits for it, behind a boolean. */
EXPORT void engine_deliver(lua_State *from, lua_State *to, int succeeded, int count)
{
    lua_settop(to, 0);
    lua_checkstack(to, count + 1);
    lua_pushboolean(to, succeeded);
    lua_xmove(from, to, count);
}

/* Sets an entry that exists, of a table of the registry, to nil. */
EXPORT void engine_clear(lua_State *L, int table, int slot)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, table);
    lua_pushnil(L);
    lua_rawseti(L, -2, slot);
    lua_pop(L, 1);
}

/* Forgets the ngx.ctx table of a number. The table of them is lua-resty-core's when that is loaded. */
EXPORT void engine_release_context(lua_State *L, int number)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "ngx_lua_ctx_tables");
    luaL_unref(L, -1, number);
    lua_pop(L, 1);
}

struct make_thread {
    int maker;
    int slot;
    lua_State *thread;
};

static int make_thread(lua_State *L)
{
    struct make_thread *make = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, make->maker);
    lua_pushinteger(L, make->slot);
    lua_call(L, 1, 1);
    make->thread = lua_tothread(L, -1);
    lua_settop(make->thread, 0);
    return 0;
}

/* A coroutine from the Lua function "maker", which keeps it under the number "slot". Null: it failed; the error is pushed. */
EXPORT lua_State *engine_make_thread(lua_State *L, int maker, int slot)
{
    struct make_thread make = { maker, slot, NULL };

    lua_cpcall(L, make_thread, &make);
    return make.thread;
}

struct load {
    const char *text;
    size_t size;
    const char *name;
    int is_file;
    int reference;
};

static int load(lua_State *L)
{
    struct load *load = lua_touserdata(L, 1);
    int status;

    if (load->is_file)
        status = luaL_loadfile(L, load->name);
    else
        status = luaL_loadbuffer(L, load->text, load->size, load->name);
    if (status != 0)
        return lua_error(L);
    load->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

/* Compiles text under a chunk name, or a file when there is no text. A reference, or -1: the error is pushed. */
EXPORT int engine_load(lua_State *L, const char *text, size_t size, const char *name)
{
    struct load arguments = { text, size, name, text == NULL, -1 };

    lua_cpcall(L, load, &arguments);
    return arguments.reference;
}

EXPORT void engine_release(lua_State *L, int reference)
{
    luaL_unref(L, LUA_REGISTRYINDEX, reference);
}

static int collect(lua_State *L)
{
    lua_gc(L, LUA_GCCOLLECT, 0);
    return 0;
}

/* A full collection; errors of finalizers are dropped. */
EXPORT void engine_collect(lua_State *L)
{
    if (lua_cpcall(L, collect, NULL) != 0)
        lua_pop(L, 1);
}

EXPORT size_t engine_memory(lua_State *L)
{
    return (size_t) lua_gc(L, LUA_GCCOUNT, 0) * 1024 + (size_t) lua_gc(L, LUA_GCCOUNTB, 0);
}

static int format_frame(const lua_Debug *frame, char *line, size_t size)
{
    char *at = line, *end = line + size;

    at += snprintf(at, end - at, "\n\t%s:", frame->short_src);
    if (frame->currentline > 0)
        at += snprintf(at, end - at, "%d:", frame->currentline);
    if (*frame->namewhat != '\0')
        at += snprintf(at, end - at, " in function '%.100s'", frame->name);
    else if (*frame->what == 'm')
        at += snprintf(at, end - at, " in main chunk");
    else if (*frame->what == 'C' || *frame->what == 't')
        at += snprintf(at, end - at, " ?");
    else
        at += snprintf(at, end - at, " in function <%s:%d>", frame->short_src, frame->linedefined);
    return (int) (at - line);
}

/* The server's own Lua code shows as [C], as the functions it stands for do in OpenResty; what they call of each other does not. */
static int is_own(const lua_Debug *frame)
{
    return strncmp(frame->source, "=[C", 3) == 0 && *frame->what != 'C';
}

/*
 * The frames of a coroutine as OpenResty writes them, into a buffer that they always leave terminated. Nothing is allocated in
 * the Lua state. Returns the length.
 */
EXPORT int engine_traceback(lua_State *co, char *text, int size)
{
    lua_Debug frame, caller;
    char line[2 * LUA_IDSIZE + 160];
    int used = 0, written = 0, level, has_caller;

    for (level = 0; lua_getstack(co, level, &frame); level++) {
        lua_getinfo(co, "Snl", &frame);
        has_caller = lua_getstack(co, level + 1, &caller) && lua_getinfo(co, "Snl", &caller);
        if (is_own(&frame)) {
            if (!has_caller || is_own(&caller))
                continue;
            frame.currentline = -1;
            frame.what = "C";
            strcpy(frame.short_src, "[C]");
        } else if (has_caller && is_own(&caller)) {
            /* A C function that own code calls, such as error. */
            if (*frame.what == 'C')
                continue;
        }
        if (written == MAX_LEVELS) {
            if (size - used > (int) sizeof("\n\t..."))
                used += snprintf(text + used, size - used, "\n\t...");
            break;
        }
        written++;
        format_frame(&frame, line, sizeof(line));
        if (used + (int) strlen(line) >= size)
            break;
        used += snprintf(text + used, size - used, "%s", line);
    }
    return used;
}

struct describe {
    lua_State *from;
    char *text;
    int size;
    int length;
};

static int describe(lua_State *L)
{
    struct describe *describe = lua_touserdata(L, 1);
    const char *text;
    size_t length;

    /* The stack of a coroutine that overflowed it can't take one value more, so the value is lent. */
    luaL_checkstack(L, 2, NULL);
    lua_xmove(describe->from, L, 1);
    lua_pushvalue(L, -1);
    lua_xmove(L, describe->from, 1);
    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER && !luaL_callmeta(L, -1, "__tostring"))
        return 0;
    text = lua_tolstring(L, -1, &length);
    if (text == NULL)
        return 0;
    if (length > (size_t) describe->size)
        length = (size_t) describe->size;
    memcpy(describe->text, text, length);
    describe->length = (int) length;
    return 0;
}

/* The text of the value on top of a coroutine: a string, a number or what __tostring says. -1: it has none. */
EXPORT int engine_describe(lua_State *L, lua_State *co, char *text, int size)
{
    struct describe arguments = { co, text, size, -1 };

    if (lua_cpcall(L, describe, &arguments) != 0)
        lua_pop(L, 1);
    return arguments.length;
}

/* Lua: reference(value), a number under which the registry keeps the value. */
static int reference(lua_State *L)
{
    lua_settop(L, 1);
    lua_pushinteger(L, luaL_ref(L, LUA_REGISTRYINDEX));
    return 1;
}

/*
 * The coroutines whose coroutine.wrap passed on the error that is on top of "co", innermost first; "chain" is a table of the registry
 * { [0] = error, coroutine... }. Null when there are no more than "index".
 */
EXPORT lua_State *engine_broken(lua_State *L, lua_State *co, int chain, int index)
{
    lua_State *broken = NULL;

    lua_rawgeti(L, LUA_REGISTRYINDEX, chain);
    lua_rawgeti(L, -1, 0);
    if (lua_type(L, -1) == lua_type(co, -1) && lua_topointer(L, -1) == lua_topointer(co, -1)) {
        lua_rawgeti(L, -2, index);
        broken = lua_tothread(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
    return broken;
}

/* Lua: box(), a userdata with room for a pointer: the FFI compiles calls that pass one, and would not with a light one. */
static int box(lua_State *L)
{
    *(void **) lua_newuserdata(L, sizeof(void *)) = NULL;
    return 1;
}

/*
 * Lua: call(pointer, number) calls a function of the server from a C function instead of through the FFI. Such a function may
 * enter Lua again, which one called through the FFI must not.
 */
static int call(lua_State *L)
{
    int (*function)(int) = (int (*)(int)) lua_touserdata(L, 1);

    lua_pushinteger(L, function((int) lua_tointeger(L, 2)));
    return 1;
}

/* Pushes a table of the functions above that Lua code calls; for a state that is being set up. */
EXPORT void engine_push_functions(lua_State *L, struct engine_state *state)
{
    static const luaL_Reg functions[] = {
        { "reference", reference },
        { "box", box },
        { "call", call },
        { NULL, NULL },
    };

    lua_getfield(L, LUA_GLOBALSINDEX, "error");
    error_function = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
    engine_push_log(L, state);
    engine_push_pack(L);
    engine_push_capture(L, state);
    engine_set_process(L);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
}

EXPORT size_t engine_state_size(void)
{
    return sizeof(struct engine_state);
}
