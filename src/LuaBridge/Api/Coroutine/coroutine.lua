local C, engine = ...

local coroutine = coroutine
local native_create, native_resume, native_status = coroutine.create, coroutine.resume, coroutine.status
local yield, isyieldable = coroutine.yield, coroutine.isyieldable
local error, type, rawequal = error, type, rawequal
local thread_status = C.thread_status

-- A light thread yields WAIT to wait for the engine. In a user's coroutine that yield reaches the resume below, which lets the coroutine
-- that it runs in yield in turn: THROUGH, until the scheduler has it. The values that the scheduler resumes with come back the same way.
local WAIT = engine.WAIT
local THROUGH = {}

-- Coroutines that Lua code must not resume: entry threads, light threads by their identifiers, and those on the way from the scheduler to a
-- wait by the status that they have for Lua code.
local engaged = engine.engaged

-- Coroutines inside of coroutines use the C stack.
local MAX_DEPTH = 10000
local depth = 0

-- The coroutines whose coroutine.wrap passed the error [0] on, innermost first; for tracebacks.
local broken = {}

local ALIVE, ZOMBIE = 1, 2 -- LuaThreadStatus

local function status_of(co)
  local state = engaged[co]
  if type(state) == "string" then
    return state
  end
  local own = native_status(co)
  if type(state) == "number" and own ~= "normal" and own ~= "running" then
    local kind = thread_status(state)
    return kind == ALIVE and "running" or kind == ZOMBIE and "zombie" or "dead"
  end
  return state and own == "suspended" and "running" or own
end

local function failed(co, err)
  -- What LuaJIT says of one that is normal, too.
  if err == "cannot resume running coroutine" then
    err = "cannot resume " .. status_of(co) .. " coroutine"
  end
  return false, err
end

local reenter

local function continue(co, ok, value, ...)
  depth = depth - 1
  if value == WAIT or value == THROUGH then
    engaged[co] = value == WAIT and "running" or "normal"
    if not isyieldable() then
      engine.cancel()
      error("attempt to yield across C-call boundary", 0)
    end
    return reenter(co, yield(THROUGH, ...))
  end
  if not ok then
    return failed(co, value)
  end
  return ok, value, ...
end

function reenter(co, ...)
  engaged[co] = nil
  depth = depth + 1
  return continue(co, native_resume(co, ...))
end

local function resume(co, ...)
  if engaged[co] then
    return false, "cannot resume " .. status_of(co) .. " coroutine"
  end
  if depth >= MAX_DEPTH then
    return false, "C stack overflow"
  end
  depth = depth + 1
  return continue(co, native_resume(co, ...))
end

local function unwrap(co, ok, ...)
  if ok then
    return ...
  end
  local err = ...
  if err == nil or not rawequal(broken[0], err) then
    for i = #broken, 1, -1 do
      broken[i] = nil
    end
    broken[0] = err
  end
  broken[#broken + 1] = co
  error(err, 0)
end

coroutine.resume = resume

function coroutine.wrap(f)
  local co = native_create(f)
  return function(...)
    return unwrap(co, resume(co, ...))
  end
end

function coroutine.status(co)
  if type(co) ~= "thread" then
    return native_status(co)
  end
  return status_of(co)
end

-- What lua-resty-core calls to wait after an FFI function has said so.
coroutine._yield = engine.wait

C.set_broken(engine.reference(broken))
