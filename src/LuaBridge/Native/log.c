/* ngx.log and print: C functions as in OpenResty, because they look at who calls them. */
#include <stdio.h>
#include <string.h>
#include "engine.h"

enum { STDERR = 0, NOTICE = 6, DEBUG = 8 };

/* The longest line of an error log, see LogLineBuilder. */
enum { MAX_LINE = 4096 };

struct line {
    char text[MAX_LINE];
    int length;
};

static void append(struct line *line, const char *text, size_t length)
{
    if (length > (size_t) (MAX_LINE - line->length))
        length = (size_t) (MAX_LINE - line->length);
    memcpy(line->text + line->length, text, length);
    line->length += (int) length;
}

static void append_position(lua_State *L, struct line *line)
{
    lua_Debug caller;
    const char *name;
    char position[2 * LUA_IDSIZE + 160];
    int length;

    if (!lua_getstack(L, 1, &caller) || !lua_getinfo(L, "nSl", &caller))
        return;
    name = strrchr(caller.short_src, '/');
    name = name == NULL ? caller.short_src : name + 1;
    if (caller.name != NULL)
        length = snprintf(position, sizeof(position), "[lua] %s:%d: %.100s(): ", name, caller.currentline, caller.name);
    else
        length = snprintf(position, sizeof(position), "[lua] %s:%d: ", name, caller.currentline);
    append(line, position, (size_t) length);
}

static void append_value(lua_State *L, struct line *line, int index, int argument)
{
    const char *text;
    size_t length;

    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &length);
        append(line, text, length);
        break;
    case LUA_TNIL:
        append(line, "nil", 3);
        break;
    case LUA_TBOOLEAN:
        text = lua_toboolean(L, index) ? "true" : "false";
        append(line, text, strlen(text));
        break;
    case LUA_TTABLE:
        if (!luaL_callmeta(L, index, "__tostring"))
            luaL_argerror(L, argument, "expected table to have __tostring metamethod");
        text = lua_tolstring(L, -1, &length);
        if (text == NULL)
            luaL_argerror(L, argument, "expected __tostring to return a string");
        append(line, text, length);
        lua_pop(L, 1);
        break;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, index) == NULL) {
            append(line, "null", 4);
            break;
        }
        /* fall through */
    default:
        luaL_argerror(L, argument,
                      lua_pushfstring(L, "string, number, boolean, or nil expected, got %s", luaL_typename(L, index)));
    }
}

static int write_line(lua_State *L, int level, int first)
{
    struct engine_state *state = lua_touserdata(L, lua_upvalueindex(1));
    struct line line = { .length = 0 };
    int index, last = lua_gettop(L);

    if (level > state->log_level)
        return 0;
    append_position(L, &line);
    for (index = first; index <= last; index++)
        append_value(L, &line, index, index - first + 1);
    state->write_log(level, line.text, line.length);
    return 0;
}

static int log_at(lua_State *L)
{
    int level = (int) luaL_checkinteger(L, 1);

    if (level < STDERR || level > DEBUG)
        return luaL_argerror(L, 1, lua_pushfstring(L, "bad log level: %d", level));
    return write_line(L, level, 2);
}

static int print(lua_State *L)
{
    return write_line(L, NOTICE, 1);
}

/* Puts "log" and "print" into the table on top. */
void engine_push_log(lua_State *L, struct engine_state *state)
{
    lua_pushlightuserdata(L, state);
    lua_pushcclosure(L, log_at, 1);
    lua_setfield(L, -2, "log");
    lua_pushlightuserdata(L, state);
    lua_pushcclosure(L, print, 1);
    lua_setfield(L, -2, "print");
}
