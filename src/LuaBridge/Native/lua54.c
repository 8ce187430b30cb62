/*
 * The entry points of the Lua 5.4 C API that KeraLua imports and LuaJIT, which speaks the 5.1 API, does not have. All other
 * names are found in LuaJIT, which this library is linked with. Not translated: pseudo indexes (the registry has another
 * number in 5.4) and the continuations of the k functions, which LuaJIT does not need as its C calls resume anyway.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include "engine.h"

static void publish(void *of)
{
    Dl_info info;

    if (dladdr(of, &info) != 0)
        dlopen(info.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
}

/*
 * Lua C modules (cjson.so) are not linked with LuaJIT: they look for its names among the global symbols. There the FFI finds what this
 * library exports, too.
 */
__attribute__((constructor)) static void publish_names(void)
{
    publish((void *) lua_gettop);
    publish((void *) publish_names);
}

EXPORT int lua_absindex(lua_State *L, int index)
{
    return index > 0 || index <= LUA_REGISTRYINDEX ? index : lua_gettop(L) + index + 1;
}

EXPORT void lua_callk(lua_State *L, int arguments, int results, intptr_t context, void *continuation)
{
    (void) context, (void) continuation;
    lua_call(L, arguments, results);
}

EXPORT int lua_pcallk(lua_State *L, int arguments, int results, int handler, intptr_t context, void *continuation)
{
    (void) context, (void) continuation;
    return lua_pcall(L, arguments, results, handler);
}

EXPORT int lua_yieldk(lua_State *L, int results, intptr_t context, void *continuation)
{
    (void) context, (void) continuation;
    return lua_yield(L, results);
}

EXPORT int lua_compare(lua_State *L, int left, int right, int operation)
{
    enum { EQ, LT, LE };

    switch (operation) {
    case EQ: return lua_equal(L, left, right);
    case LT: return lua_lessthan(L, left, right);
    case LE: return !lua_lessthan(L, right, left);
    default: return 0;
    }
}

#undef lua_getglobal
#undef lua_setglobal

EXPORT int lua_getglobal(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_GLOBALSINDEX, name);
    return lua_type(L, -1);
}

EXPORT void lua_setglobal(lua_State *L, const char *name)
{
    lua_setfield(L, LUA_GLOBALSINDEX, name);
}

EXPORT int lua_geti(lua_State *L, int index, long long key)
{
    index = lua_absindex(L, index);
    lua_pushnumber(L, (lua_Number) key);
    lua_gettable(L, index);
    return lua_type(L, -1);
}

EXPORT void lua_seti(lua_State *L, int index, long long key)
{
    index = lua_absindex(L, index);
    lua_pushnumber(L, (lua_Number) key);
    lua_insert(L, -2);
    lua_settable(L, index);
}

EXPORT int lua_rawgetp(lua_State *L, int index, void *key)
{
    index = lua_absindex(L, index);
    lua_pushlightuserdata(L, key);
    lua_rawget(L, index);
    return lua_type(L, -1);
}

EXPORT void lua_rawsetp(lua_State *L, int index, void *key)
{
    index = lua_absindex(L, index);
    lua_pushlightuserdata(L, key);
    lua_insert(L, -2);
    lua_rawset(L, index);
}

EXPORT size_t lua_rawlen(lua_State *L, int index)
{
    return lua_objlen(L, index);
}

EXPORT void lua_len(lua_State *L, int index)
{
    if (!luaL_callmeta(L, index, "__len"))
        lua_pushnumber(L, (lua_Number) lua_objlen(L, index));
}

EXPORT long long luaL_len(lua_State *L, int index)
{
    long long length;

    lua_len(L, index);
    length = (long long) lua_tonumber(L, -1);
    lua_pop(L, 1);
    return length;
}

EXPORT int lua_isinteger(lua_State *L, int index)
{
    lua_Number value = lua_tonumber(L, index);

    return lua_type(L, index) == LUA_TNUMBER && value == (lua_Number) (long long) value;
}

EXPORT void lua_rotate(lua_State *L, int index, int count)
{
    index = lua_absindex(L, index);
    for (; count > 0; count--)
        lua_insert(L, index);
    for (; count < 0; count++) {
        lua_pushvalue(L, index);
        lua_remove(L, index);
    }
}

EXPORT void *lua_newuserdatauv(lua_State *L, size_t size, int values)
{
    (void) values;
    return lua_newuserdata(L, size);
}

EXPORT const char *luaL_tolstring(lua_State *L, int index, size_t *length)
{
    if (!luaL_callmeta(L, index, "__tostring")) {
        switch (lua_type(L, index)) {
        case LUA_TNUMBER:
        case LUA_TSTRING: lua_pushvalue(L, index); break;
        case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false"); break;
        case LUA_TNIL: lua_pushstring(L, "nil"); break;
        default: lua_pushfstring(L, "%s: %p", luaL_typename(L, index), lua_topointer(L, index)); break;
        }
    }
    return lua_tolstring(L, -1, length);
}

EXPORT int luaL_getsubtable(lua_State *L, int index, const char *name)
{
    index = lua_absindex(L, index);
    lua_getfield(L, index, name);
    if (lua_istable(L, -1))
        return 1;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, index, name);
    return 0;
}

EXPORT void luaL_requiref(lua_State *L, const char *name, lua_CFunction open, int global)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "_LOADED");
    lua_getfield(L, -1, name);
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        lua_pushcfunction(L, open);
        lua_pushstring(L, name);
        lua_call(L, 1, 1);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, name);
    }
    lua_remove(L, -2);
    if (global) {
        lua_pushvalue(L, -1);
        lua_setglobal(L, name);
    }
}

EXPORT int luaL_typeerror(lua_State *L, int argument, const char *type)
{
    return luaL_typerror(L, argument, type);
}

EXPORT void luaL_checkversion_(lua_State *L, lua_Number version, size_t sizes)
{
    (void) L, (void) version, (void) sizes;
}
