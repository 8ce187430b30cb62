local C, engine = ...

local coroutine = coroutine
local native_create, native_resume, native_status = coroutine.create, coroutine.resume, coroutine.status
local running, yield, isyieldable = coroutine.running, coroutine.yield, coroutine.isyieldable
local error, type, rawequal, select = error, type, rawequal, select
local band = require("bit").band
local state, YIELDABLE, wait = engine.state, engine.YIELDABLE, engine.wait
local thread_status = C.thread_status

-- A light thread yields WAIT to wait for the engine. In a user's coroutine that yield reaches the resume below, which lets the coroutine
-- that it runs in yield in turn: THROUGH, until the scheduler has it. The values that the scheduler resumes with come back the same way.
local WAIT = engine.WAIT
local THROUGH = {}

-- Coroutines that Lua code must not resume: entry threads, light threads by their identifiers, and those on the way from the scheduler to a
-- wait by the status that they have for Lua code.
local engaged = engine.engaged

-- Coroutines on that way by the one inside of which they are.
local resuming = setmetatable({}, { __mode = "kv" })

-- Coroutines inside of coroutines use the C stack.
local MAX_DEPTH = 10000
local depth = 0

-- The coroutines whose coroutine.wrap passed the error [0] on, innermost first; for tracebacks.
local broken = {}

local ALIVE, ZOMBIE = 1, 2 -- LuaThreadStatus

local function status_of(co)
  local mark = engaged[co]
  if type(mark) == "string" then
    return mark
  end
  local own = native_status(co)
  if not mark or own == "normal" or own == "running" then
    return own
  end
  if type(mark) == "number" then
    local kind = thread_status(mark)
    if kind ~= ALIVE then
      return kind == ZOMBIE and "zombie" or "dead"
    end
  elseif own ~= "suspended" then
    return own
  end
  -- A light thread that waits is running for Lua code.
  return resuming[co] and "normal" or "running"
end

local function failed(co, err)
  -- What LuaJIT says of one that is normal, too.
  if err == "cannot resume running coroutine" then
    err = "cannot resume " .. status_of(co) .. " coroutine"
  end
  return false, err
end

local reenter

local function continue(co, ...)
  depth = depth - 1
  local ok, value = ...
  if value == WAIT or value == THROUGH then
    engaged[co] = value == WAIT and "running" or "normal"
    if not isyieldable() then
      engine.cancel()
      error("attempt to yield across C-call boundary", 0)
    end
    local self = running()
    resuming[self] = co
    return reenter(self, co, yield(THROUGH, select(3, ...)))
  end
  if not ok then
    return failed(co, value)
  end
  return ...
end

function reenter(self, co, ...)
  resuming[self] = nil
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
  -- Where handlers can't wait, OpenResty leaves coroutine.wrap as LuaJIT has it: it says where it was called.
  error(err, band(state.phase, YIELDABLE) ~= 0 and 0 or 2)
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

-- What lua-resty-core chooses from: "_" stands for LuaJIT's own functions, which it takes in filters, "__" for those of the engine. Ours
-- serve there too.
coroutine._create, coroutine.__create = coroutine.create, coroutine.create
coroutine._resume, coroutine.__resume = resume, resume
coroutine._wrap, coroutine.__wrap = coroutine.wrap, coroutine.wrap
coroutine._status, coroutine.__status = coroutine.status, coroutine.status
coroutine.__yield = yield
-- OpenResty has its own table, without it.
coroutine.isyieldable = nil

local NOBODY, NOTHING, SEMAPHORE, PROCESS = 0, 1, 2, 3 -- AwaitedResult
local TIMEOUT = 1 -- SemaphoreWait

-- Also what lua-resty-core calls to wait, after a function of the engine has said so.
function coroutine._yield(...)
  local awaited = state.awaited
  if awaited == NOBODY then
    return yield(...)
  end
  state.awaited = NOBODY
  wait()
  if awaited == NOTHING then
    return
  elseif awaited == SEMAPHORE then
    if state.wake == TIMEOUT then
      return nil, "timeout"
    end
    return true
  end
  return engine.process_result(awaited - PROCESS)
end

C.set_broken(engine.reference(broken))
