-- The ground that the Lua half of every API family stands on. Arguments: the functions of Native/, and the address of the structure
-- that C# and Lua share. Returns the table "engine" that each family gets.
local functions, address = ...

-- They are members of the table library as soon as somebody has asked for them, as lua-resty-core always has.
require "table.new"
require "table.clear"
-- A global function then.
require "thread.exdata"

local ffi = require "ffi"
local bit = require "bit"
local band = bit.band
local error, tostring, type = error, tostring, type
local text_of = ffi.string
local getinfo = debug.getinfo
local isyieldable, yield = coroutine.isyieldable, coroutine.yield

-- The same layout stands in Native/engine.h and Vm/VmState.cs.
local state = ffi.cast(ffi.typeof [[
  struct {
    double now;
    char *scratch;
    void (*write_log)(int, const char *, int);
    uint32_t phase;
    uint32_t strict;
    int32_t context;
    int32_t wake;
    int32_t log_level;
    int32_t awaited;
  } *
]], address)

-- Members of the ngx table that are computed: ngx.ctx, ngx.status, …
local getters, setters = {}, {}

local native_log, LAST_LEVEL = functions.log, 8

-- A level that is off costs no call, and no trace ends at it. The call is a tail call: the C function looks at who called this one.
local function log(...)
  local level = ...
  if type(level) == "number" and level > state.log_level and level <= LAST_LEVEL then
    return
  end
  return native_log(...)
end

local ngx = setmetatable({ log = log }, {
  __index = function(_, key)
    local get = getters[key]
    return get and get()
  end,

  __newindex = function(self, key, value)
    local set = setters[key]
    if set then
      set(value)
    else
      rawset(self, key, value)
    end
  end,
})
_G.ngx = ngx
package.loaded.ngx = ngx
_G.print = functions.print

-- The value that a light thread yields when it waits for the engine. Nobody else has it, so that a resume of Lua code knows such a
-- yield from those of users and passes it on, up to the scheduler. See Api/Coroutine.
local WAIT = {}

local phases = {
  [0x00001] = { "set", "set_by_lua*" },
  [0x00002] = { "rewrite", "rewrite_by_lua*" },
  [0x00004] = { "access", "access_by_lua*" },
  [0x00008] = { "content", "content_by_lua*" },
  [0x00010] = { "log", "log_by_lua*" },
  [0x00020] = { "header_filter", "header_filter_by_lua*" },
  [0x00040] = { "body_filter", "body_filter_by_lua*" },
  [0x00080] = { "timer", "ngx.timer" },
  [0x00100] = { "init_worker", "init_worker_by_lua*" },
  [0x00200] = { "balancer", "balancer_by_lua*" },
  [0x00400] = { "ssl_cert", "ssl_certificate_by_lua*" },
  [0x00800] = { "ssl_session_store", "ssl_session_store_by_lua*" },
  [0x01000] = { "ssl_session_fetch", "ssl_session_fetch_by_lua*" },
  [0x02000] = { "exit_worker", "exit_worker_by_lua*" },
  [0x04000] = { "ssl_client_hello", "ssl_client_hello_by_lua*" },
  [0x08000] = { "server_rewrite", "server_rewrite_by_lua*" },
  [0x10000] = { "proxy_ssl_verify", "proxy_ssl_verify_by_lua*" },
  [0x20000] = { "precontent", "precontent_by_lua*" },
  [0x40000] = { "proxy_ssl_cert", "proxy_ssl_certificate_by_lua*" },
}

local engine = {
  ngx = ngx,
  ffi = ffi,
  state = state,
  -- What lua-resty-core's functions take for the request, whichever it is.
  request = ffi.cast("void *", address),
  getters = getters,
  setters = setters,
  phases = phases,
  WAIT = WAIT,
  null = functions.null,
  reference = functions.reference,
  call = functions.call,
  box = functions.box,
  pack = functions.pack,
  unpack = functions.unpack,
  capture_functions = functions.capture_functions,

  -- A structure of function pointers at an address, as a family gets it.
  structure = function(type, address)
    return ffi.cast(ffi.typeof(type), address)
  end,

  -- What "version" is in the modules of lua-resty-core.
  CORE_VERSION = "0.1.33",

  -- The phases in which OpenResty lets a handler wait.
  YIELDABLE = 0x7d48e,
}

-- A module that comes with the server. A file of lualib/ returns it under OpenResty's name: so a file of that name on the user's own path, such
-- as the one of lua-resty-core itself, comes first.
function engine.module(name, load)
  package.preload["engine." .. name] = load
end

-- timer, init_worker, exit_worker: no request is there. What works in none of them needs one.
local WITHOUT_REQUEST = 0x2180
-- All phases of a request. Where a function only asks for a request, OpenResty says no more than that.
local REQUEST = 0x2827f

-- Why what works in the phases of a mask does not in the running one; nil when it does.
local function forbidden_in(mask)
  local phase = state.phase
  if band(phase, mask) ~= 0 then
    return nil
  end
  if state.strict == 0 and phase ~= 0 and (band(phase, WITHOUT_REQUEST) == 0 or band(mask, WITHOUT_REQUEST) ~= 0) then
    return nil
  end
  if phase == 0 then
    return "no request found"
  end
  return mask == REQUEST and "API disabled in the current context" or "API disabled in the context of " .. phases[phase][2]
end

engine.forbidden_in = forbidden_in

-- Raises, at the caller of the API function, unless the running phase is one of the mask.
function engine.check_phase(mask)
  local reason = forbidden_in(mask)
  if reason then
    error(reason, 3)
  end
end

-- What C# has left in the scratch buffer. In parentheses: a function that ends in a tail call of one that is not of Lua would not be compiled.
function engine.scratch(length)
  return (text_of(state.scratch, length))
end

-- The argument of a function that takes anything for a string: nil and false count as empty.
function engine.text(value)
  if type(value) == "string" then
    return value
  end
  return value and tostring(value) or ""
end

-- Raises, at the caller of the API function, what is wrong with an argument, in the words of Lua's own functions: a function that was not
-- called by a name, as in pcall(ngx.sleep), is '?', and of a method's arguments the object does not count. The level is that of the API
-- function, 2 when it calls this itself.
local function bad_argument(index, message, level)
  level = level or 2
  local caller = getinfo(level, "n")
  local name = caller.name or "?"
  if caller.namewhat == "method" then
    index = index - 1
    if index == 0 then
      error("calling '" .. name .. "' on bad self (" .. message .. ")", level + 1)
    end
  end
  error("bad argument #" .. index .. " to '" .. name .. "' (" .. message .. ")", level + 1)
end

engine.bad_argument = bad_argument

-- The argument of a function that takes strings and numbers.
function engine.check_text(value, index)
  if type(value) == "string" then
    return value
  end
  if type(value) == "number" then
    return tostring(value)
  end
  bad_argument(index, "string expected, got " .. type(value), 3)
end

-- Raises, at the caller of the API function, where the light thread can't be suspended: inside of a C function that calls Lua.
function engine.check_yieldable()
  if not isyieldable() then
    error("attempt to yield across C-call boundary", 3)
  end
end

-- Suspends the light thread until the wait is over that C# was told to begin. How it ended is in state.wake; values that were
-- delivered are returned.
function engine.wait()
  if not isyieldable() then
    engine.cancel()
    error("attempt to yield across C-call boundary", 3)
  end
  return yield(WAIT)
end

return engine
