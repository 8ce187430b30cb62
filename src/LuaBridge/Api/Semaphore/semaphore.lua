local C, engine = ...

local ffi, state, wait_for_engine, forbidden_in = engine.ffi, engine.state, engine.wait, engine.forbidden_in
local error, type, tonumber, setmetatable = error, type, tonumber, setmetatable
local create, release, wait, post, count = C.create, C.release, C.wait, C.post, C.count
local YIELDABLE = engine.YIELDABLE

local TAKEN, TIMEOUT = 0, 1 -- SemaphoreWait

local handle_type = ffi.typeof "struct { int32_t id; }"

local function on_collected(handle)
  release(handle.id)
end

engine.module("ngx.semaphore", function()
  local semaphore = { version = engine.CORE_VERSION }
  local metatable = { __index = semaphore }

  local function id_of(self)
    if type(self) ~= "table" or type(self.sem) ~= "cdata" then
      error("not a semaphore instance", 3)
    end
    return self.sem.id
  end

  function semaphore.new(resources)
    resources = tonumber(resources) or 0
    if resources < 0 then
      error("no negative number", 2)
    end
    return setmetatable({ sem = ffi.gc(handle_type(create(resources)), on_collected) }, metatable)
  end

  function semaphore.wait(self, seconds)
    local id = id_of(self)
    if state.phase == 0 then
      error("no request found", 2)
    end
    local ms = tonumber(seconds) * 1000
    if ms < 0 then
      error("no negative number", 2)
    end
    local reason = forbidden_in(YIELDABLE)
    if reason then
      return nil, reason
    end
    local result = wait(id, ms)
    if result ~= TAKEN and result ~= TIMEOUT then
      wait_for_engine()
      result = state.wake
    end
    if result == TIMEOUT then
      return nil, "timeout"
    end
    return true
  end

  function semaphore.post(self, resources)
    local id = id_of(self)
    resources = resources and tonumber(resources) or 1
    if resources < 1 then
      error("positive number required", 2)
    end
    post(id, resources)
    return true
  end

  function semaphore.count(self)
    return count(id_of(self))
  end

  return semaphore
end)
