local C, engine = ...

local create, running, yield = coroutine.create, coroutine.running, coroutine.yield
local error, type, select = error, type, select
local check_phase, check_yieldable, wait, bad_argument = engine.check_phase, engine.check_yieldable, engine.wait, engine.bad_argument
local YIELDABLE, WAIT = engine.YIELDABLE, engine.WAIT
local anchor, engaged = engine.anchor, engine.engaged
local spawn, expect, wait_for_expected, kill = C.spawn, C.expect, C.wait_for_expected, C.kill

local FREE, ZOMBIE, NOT_NOW = 0, 2, 3 -- LuaThreadStatus, ThreadApi

-- The coroutine that spawned a light thread, which is the only one that may wait for it or kill it.
local parents = setmetatable({}, { __mode = "k" })

local thread = {}
engine.ngx.thread = thread

function thread.spawn(f, ...)
  if type(f) ~= "function" then
    bad_argument(1, "Lua function expected")
  end
  check_phase(YIELDABLE)
  check_yieldable()
  local co = create(f)
  local id = spawn()
  if id < 0 then
    error("too many light threads", 2)
  end
  anchor(id, co)
  engaged[co] = id
  parents[co] = running()
  yield(WAIT, co, ...)
  return co
end

local function identifier(co, index)
  if type(co) ~= "thread" then
    bad_argument(index, "lua thread expected", 3)
  end
  return parents[co] and engaged[co]
end

function thread.wait(...)
  check_phase(YIELDABLE)
  local count = select("#", ...)
  if count == 0 then
    error("at least one coroutine should be specified", 2)
  end
  check_yieldable()
  local self, alive = running(), 0
  for i = 1, count do
    local co = select(i, ...)
    local id = identifier(co, i)
    if not id then
      error("attempt to wait on a coroutine that is not a user thread", 2)
    end
    if parents[co] ~= self then
      error("only the parent coroutine can wait on the thread", 2)
    end
    local status = expect(id)
    if status ~= FREE then
      alive = alive + 1
    end
    if status == ZOMBIE then
      break
    end
  end
  if alive == 0 then
    return nil, "already waited or killed"
  end
  wait_for_expected()
  return wait()
end

function thread.kill(co)
  check_phase(YIELDABLE)
  local id = identifier(co, 1)
  if not id then
    return nil, "not user thread"
  end
  if parents[co] ~= running() then
    return nil, "killer not parent"
  end
  local status = kill(id)
  if status == FREE then
    return nil, "already waited or killed"
  end
  if status == NOT_NOW then
    return nil, "pending subrequests"
  end
  anchor(id, nil)
  if status == ZOMBIE then
    return nil, "already terminated"
  end
  return 1
end
