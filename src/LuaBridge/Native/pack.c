/*
 * Values on their way from one VM to another. A block of memory holds them: its size, then each value as a tag and what it has. Blocks are
 * known to Lua and C# by their address as a number, which is exact: addresses have 47 bits.
 */
#include <stdlib.h>
#include <string.h>
#include "engine.h"

enum { MAX_DEPTH = 100, FIRST_SIZE = 256 };
enum { TAG_NIL, TAG_FALSE, TAG_TRUE, TAG_NUMBER, TAG_STRING, TAG_TABLE, TAG_END, TAG_LIGHT };

struct block {
    size_t size;
    char bytes[];
};

struct packer {
    lua_State *L;
    struct block *block;
    size_t room;
    const char *error;
};

static int put(struct packer *packer, int tag, const void *bytes, size_t size)
{
    size_t needed = packer->block->size + 1 + size;
    struct block *larger;

    if (needed > packer->room) {
        larger = realloc(packer->block, sizeof(struct block) + needed * 2);
        if (larger == NULL) {
            packer->error = "no memory";
            return 0;
        }
        packer->block = larger;
        packer->room = needed * 2;
    }
    packer->block->bytes[packer->block->size] = (char) tag;
    if (size > 0)
        memcpy(packer->block->bytes + packer->block->size + 1, bytes, size);
    packer->block->size = needed;
    return 1;
}

static int put_string(struct packer *packer, int index)
{
    size_t length;
    const char *text = lua_tolstring(packer->L, index, &length);
    /* A tag per part: the length, then the bytes. */
    return put(packer, TAG_STRING, &length, sizeof(length)) && put(packer, TAG_STRING, text, length);
}

static int put_value(struct packer *packer, int index, int depth);

static int put_table(struct packer *packer, int index, int depth)
{
    lua_State *L = packer->L;

    if (depth > MAX_DEPTH) {
        packer->error = "suspicious circular references, table depth exceed max depth: 100";
        return 0;
    }
    if (!lua_checkstack(L, 3)) {
        packer->error = "no memory";
        return 0;
    }
    if (!put(packer, TAG_TABLE, NULL, 0))
        return 0;
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        if (!put_value(packer, lua_gettop(L) - 1, depth) || !put_value(packer, lua_gettop(L), depth))
            return 0;
        lua_pop(L, 1);
    }
    return put(packer, TAG_END, NULL, 0);
}

static int put_value(struct packer *packer, int index, int depth)
{
    lua_State *L = packer->L;
    lua_Number number;
    void *pointer;

    switch (lua_type(L, index)) {
    case LUA_TNIL:
        return put(packer, TAG_NIL, NULL, 0);
    case LUA_TBOOLEAN:
        return put(packer, lua_toboolean(L, index) ? TAG_TRUE : TAG_FALSE, NULL, 0);
    case LUA_TNUMBER:
        number = lua_tonumber(L, index);
        return put(packer, TAG_NUMBER, &number, sizeof(number));
    case LUA_TSTRING:
        return put_string(packer, index);
    case LUA_TTABLE:
        return put_table(packer, index, depth + 1);
    case LUA_TLIGHTUSERDATA:
        pointer = lua_touserdata(L, index);
        return put(packer, TAG_LIGHT, &pointer, sizeof(pointer));
    case LUA_TFUNCTION:
        packer->error = "unsupported Lua type: LUA_TFUNCTION";
        return 0;
    case LUA_TUSERDATA:
        packer->error = "unsupported Lua type: LUA_TUSERDATA";
        return 0;
    case LUA_TTHREAD:
        packer->error = "unsupported Lua type: LUA_TTHREAD";
        return 0;
    default:
        packer->error = "unsupported Lua type: LUA_TCDATA";
        return 0;
    }
}

/* Lua: pack(...), the address of a block with the values; or nil and why there is none. */
static int pack(lua_State *L)
{
    struct packer packer = { L, malloc(sizeof(struct block) + FIRST_SIZE), FIRST_SIZE, NULL };
    int index, count = lua_gettop(L);

    if (packer.block == NULL)
        return luaL_error(L, "no memory");
    packer.block->size = 0;
    for (index = 1; index <= count; index++) {
        if (put_value(&packer, index, 0))
            continue;
        free(packer.block);
        lua_settop(L, 0);
        lua_pushnil(L);
        lua_pushstring(L, packer.error);
        return 2;
    }
    lua_pushnumber(L, (lua_Number) (uintptr_t) packer.block);
    return 1;
}

static const char *push_value(lua_State *L, const char *at)
{
    lua_Number number;
    size_t length;
    void *pointer;

    switch (*at++) {
    case TAG_NIL:
        lua_pushnil(L);
        return at;
    case TAG_FALSE:
        lua_pushboolean(L, 0);
        return at;
    case TAG_TRUE:
        lua_pushboolean(L, 1);
        return at;
    case TAG_NUMBER:
        memcpy(&number, at, sizeof(number));
        lua_pushnumber(L, number);
        return at + sizeof(number);
    case TAG_STRING:
        memcpy(&length, at, sizeof(length));
        at += sizeof(length) + 1;
        lua_pushlstring(L, at, length);
        return at + length;
    case TAG_LIGHT:
        memcpy(&pointer, at, sizeof(pointer));
        lua_pushlightuserdata(L, pointer);
        return at + sizeof(pointer);
    default:
        luaL_checkstack(L, 3, NULL);
        lua_newtable(L);
        while (*at != TAG_END) {
            at = push_value(L, at);
            at = push_value(L, at);
            lua_rawset(L, -3);
        }
        return at + 1;
    }
}

/* Lua: unpack(address), the values of a block. The block is gone afterwards; memory that runs out here loses it. */
static int unpack(lua_State *L)
{
    struct block *block = (struct block *) (uintptr_t) lua_tonumber(L, 1);
    const char *at = block->bytes, *end = block->bytes + block->size;

    lua_settop(L, 0);
    while (at < end) {
        luaL_checkstack(L, 2, NULL);
        at = push_value(L, at);
    }
    free(block);
    return lua_gettop(L);
}

/* Puts "pack" and "unpack" into the table on top. */
void engine_push_pack(lua_State *L)
{
    lua_pushcfunction(L, pack);
    lua_setfield(L, -2, "pack");
    lua_pushcfunction(L, unpack);
    lua_setfield(L, -2, "unpack");
}

/* Frees a block that nobody unpacks. */
EXPORT void engine_discard(double address)
{
    free((void *) (uintptr_t) address);
}
