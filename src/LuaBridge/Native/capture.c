/*
 * ngx.location.capture. What calls a subrequest's Lua code must be a C function, not one of the FFI; this one hands over the arguments and
 * makes the tables of the responses as well, because each call through the FFI that is not compiled costs more than all of it.
 */
#include "engine.h"

/* The same layouts stand in Api/Capture/CaptureStructs.cs. */
struct capture {
    const char *uri;
    size_t uri_length;
    const char *args;
    size_t args_length;
    int32_t method;
    int32_t variables;
    int32_t context;
};

struct captured {
    const char *body;
    size_t body_length;
    /* Content-Length; -1: none. */
    int64_t content_length;
    /* For each field the lengths of name and value as 32-bit integers, then the bytes. Behind them the bytes of Content-Type, which may be none. */
    const char *fields;
    int32_t field_count;
    int32_t type_length;
    int32_t status;
    int32_t truncated;
};

/* Functions of the server (Api/Capture/CaptureApi.cs). */
typedef int (*add_function)(const struct capture *);
typedef int (*run_function)(const struct captured **);
typedef int (*run_one_function)(const struct capture *, const struct captured **);

/* Upvalues: the function of the server, the state of the VM, then the names of a response's entries. */
enum { FUNCTION = 1, STATE, STATUS, BODY, HEADER, TRUNCATED, CONTENT_TYPE, CONTENT_LENGTH };

/* The phases that may capture: server_rewrite, rewrite, access, precontent, content. */
enum { REQUEST = 0x2800e };

/* What run and run_one answer instead of a number of responses. */
enum { WAITS = 0 };

/* Numbers behind those of CaptureApi.AddResult: the light thread could not wait; the phase has no captures; the URI is no string. */
enum { OK = 0, NOT_YIELDABLE = 4, WRONG_PHASE, NO_URI };

enum { GET = 2, VARIABLES_OWN = 2 };

static void *function_of(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(FUNCTION));
}

/* Why there can be no capture here. Looked at here and not in Lua, where a structure is slow to read as long as nothing is compiled. */
static int check(lua_State *L)
{
    const struct engine_state *state = lua_touserdata(L, lua_upvalueindex(STATE));

    if (!engine_is_phase(state, REQUEST))
        return WRONG_PHASE;
    if (lua_type(L, 1) != LUA_TSTRING)
        return NO_URI;
    return lua_isyieldable(L) ? OK : NOT_YIELDABLE;
}

/* A field under its name, or behind those that have it: then the name's entry is an array. */
static void put_field(lua_State *L, const char *name, size_t name_length, const char *value, size_t value_length)
{
    lua_pushlstring(L, name, name_length);
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushlstring(L, value, value_length);
        lua_rawset(L, -3);
        return;
    }
    if (lua_istable(L, -1)) {
        lua_pushlstring(L, value, value_length);
        lua_rawseti(L, -2, (int) lua_objlen(L, -2) + 1);
        lua_pop(L, 2);
        return;
    }
    lua_createtable(L, 2, 0);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
    lua_pushlstring(L, value, value_length);
    lua_rawseti(L, -2, 2);
    lua_rawset(L, -3);
}

/* What nearly every response has, under names that need not be looked up. */
static void put_length(lua_State *L, int64_t length)
{
    char digits[20], *at = digits + sizeof(digits);

    do {
        *--at = '0' + length % 10;
        length /= 10;
    } while (length > 0);
    lua_pushvalue(L, lua_upvalueindex(CONTENT_LENGTH));
    lua_pushlstring(L, at, digits + sizeof(digits) - at);
    lua_rawset(L, -3);
}

static void put_type(lua_State *L, const char *type, size_t length)
{
    lua_pushvalue(L, lua_upvalueindex(CONTENT_TYPE));
    lua_pushlstring(L, type, length);
    lua_rawset(L, -3);
}

static void push_fields(lua_State *L, const struct captured *response)
{
    const char *at = response->fields;
    const int32_t *lengths;
    int i;

    lua_createtable(L, 0, response->field_count + 2);
    for (i = 0; i < response->field_count; i++) {
        lengths = (const int32_t *) at;
        at += 2 * sizeof(*lengths);
        put_field(L, at, lengths[0], at + lengths[0], lengths[1]);
        at += lengths[0] + lengths[1];
    }
    if (response->type_length > 0)
        put_type(L, at, response->type_length);
    if (response->content_length >= 0)
        put_length(L, response->content_length);
}

static void push_response(lua_State *L, const struct captured *response)
{
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, lua_upvalueindex(STATUS));
    lua_pushinteger(L, response->status);
    lua_rawset(L, -3);
    lua_pushvalue(L, lua_upvalueindex(BODY));
    lua_pushlstring(L, response->body, response->body_length);
    lua_rawset(L, -3);
    lua_pushvalue(L, lua_upvalueindex(HEADER));
    push_fields(L, response);
    lua_rawset(L, -3);
    lua_pushvalue(L, lua_upvalueindex(TRUNCATED));
    lua_pushboolean(L, response->truncated);
    lua_rawset(L, -3);
}

/* Nothing can begin another capture, which would take the memory of these responses, before all of them are here: a finalizer may not yield. */
static int push_responses(lua_State *L, const struct captured *responses, int count)
{
    int i;

    luaL_checkstack(L, count + 8, "too many subrequests");
    for (i = 0; i < count; i++)
        push_response(L, &responses[i]);
    return count;
}

/* The arguments (uri, args, method, variables, context); all but the first may be missing. */
static struct capture read_capture(lua_State *L)
{
    struct capture capture = { .method = GET, .variables = VARIABLES_OWN };

    capture.uri = lua_tolstring(L, 1, &capture.uri_length);
    if (lua_gettop(L) == 1)
        return capture;
    capture.args = lua_tolstring(L, 2, &capture.args_length);
    capture.method = (int32_t) lua_tointeger(L, 3);
    capture.variables = (int32_t) lua_tointeger(L, 4);
    capture.context = (int32_t) lua_tointeger(L, 5);
    return capture;
}

/* Lua: capture_add(uri, ...), a subrequest that the next capture_run runs. A number of CaptureApi.AddResult. */
static int add(lua_State *L)
{
    struct capture capture;
    int code = check(L);

    if (code == OK) {
        capture = read_capture(L);
        code = ((add_function) function_of(L))(&capture);
    }
    lua_pushinteger(L, code);
    return 1;
}

/* Lua: capture_run(), the responses; nothing when the light thread has to wait for them. */
static int run(lua_State *L)
{
    const struct captured *responses;
    int count;

    lua_settop(L, 0);
    count = ((run_function) function_of(L))(&responses);
    return count == WAITS ? 0 : push_responses(L, responses, count);
}

/* Lua: capture(uri, ...), both at once for a single one. The response; nil and a number of CaptureApi.AddResult; or nothing. */
static int run_one(lua_State *L)
{
    struct capture capture;
    const struct captured *response;
    int count = -check(L);

    if (count == OK) {
        capture = read_capture(L);
        count = ((run_one_function) function_of(L))(&capture, &response);
    }
    if (count == WAITS)
        return 0;
    if (count > 0)
        return push_responses(L, response, 1);
    lua_pushnil(L);
    lua_pushinteger(L, -count);
    return 2;
}

/* Lua: capture_take(), the responses that were waited for; nothing when the request ends. */
static int take(lua_State *L)
{
    const struct captured *responses;
    int count = ((run_function) function_of(L))(&responses);

    return count == WAITS ? 0 : push_responses(L, responses, count);
}

/* Adds a function to the table on top. */
static void push_function(lua_State *L, lua_CFunction function, int pointer, const char *name)
{
    lua_pushvalue(L, pointer);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushliteral(L, "status");
    lua_pushliteral(L, "body");
    lua_pushliteral(L, "header");
    lua_pushliteral(L, "truncated");
    lua_pushliteral(L, "Content-Type");
    lua_pushliteral(L, "Content-Length");
    lua_pushcclosure(L, function, CONTENT_LENGTH);
    lua_setfield(L, -2, name);
}

/* Lua: capture_functions(pointer, ...), a table of the functions above; each calls one of the server. */
static int make_functions(lua_State *L)
{
    lua_settop(L, 4);
    lua_newtable(L);
    push_function(L, add, 1, "add");
    push_function(L, run, 2, "run");
    push_function(L, run_one, 3, "run_one");
    push_function(L, take, 4, "take");
    return 1;
}

/* Puts "capture_functions" into the table on top. */
void engine_push_capture(lua_State *L, struct engine_state *state)
{
    lua_pushlightuserdata(L, state);
    lua_pushcclosure(L, make_functions, 1);
    lua_setfield(L, -2, "capture_functions");
}
