#ifndef ENGINE_H
#define ENGINE_H

#include <stdint.h>
#include <luajit-2.1/lauxlib.h>
#include <luajit-2.1/lua.h>

#define EXPORT __attribute__((visibility("default")))

/* What C#, C and Lua share of a VM. The same layout stands in Vm/VmState.cs and Vm/engine.lua. */
struct engine_state {
    double now;
    char *scratch;
    void (*write_log)(int level, const char *text, int length);
    uint32_t phase;
    uint32_t strict;
    int32_t context;
    int32_t wake;
    int32_t log_level;
    int32_t awaited;
};

/* Whether what works in the phases of a mask does in the running one, as in Vm/engine.lua. */
static inline int engine_is_phase(const struct engine_state *state, uint32_t mask)
{
    return (state->phase & mask) != 0 || (!state->strict && state->phase != 0);
}

void engine_push_log(lua_State *L, struct engine_state *state);
void engine_push_pack(lua_State *L);
void engine_push_capture(lua_State *L, struct engine_state *state);
void engine_set_process(lua_State *L);

#endif
