#include <string.h>
#include "engine.h"

/* What is longer is joined in Lua. */
enum { ROOM = 4096 };

/*
 * Lua: join(table), the concatenation of a table that holds nothing but strings and numbers under 1, 2, 3, and so on. Nil for any other, or
 * for one whose elements are not found in this order: that one is left to Lua code, which also knows what is wrong with it.
 */
static int join(lua_State *L)
{
    char bytes[ROOM];
    size_t used = 0, length;
    const char *part;
    lua_Number next = 1;
    int type;

    lua_settop(L, 1);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        type = lua_type(L, 3);
        if (lua_type(L, 2) != LUA_TNUMBER || lua_tonumber(L, 2) != next || (type != LUA_TSTRING && type != LUA_TNUMBER))
            return 0;
        part = lua_tolstring(L, 3, &length);
        if (length > ROOM - used)
            return 0;
        memcpy(bytes + used, part, length);
        used += length;
        next++;
        lua_settop(L, 2);
    }
    lua_pushlstring(L, bytes, used);
    return 1;
}

/* Puts "join" into the table on top. */
void engine_push_join(lua_State *L)
{
    lua_pushcfunction(L, join);
    lua_setfield(L, -2, "join");
}
