local C, engine = ...

local state = engine.state
local pid, id, count, exiting = C.pid, C.id, C.count, C.exiting

local INIT, INIT_WORKER = 0, 0x100

engine.ngx.worker = {
  pid = function()
    return pid()
  end,

  pids = function()
    if state.phase == INIT or state.phase == INIT_WORKER then
      return nil, "API disabled in the current context"
    end
    -- All workers are threads of one process.
    local pids = {}
    for i = 1, count() do
      pids[i] = pid()
    end
    return pids
  end,

  -- Nothing runs in a worker yet when init_by_lua* does; the privileged agent has no number.
  id = function()
    local number = state.phase ~= INIT and id() or -1
    return number >= 0 and number or nil
  end,

  count = function()
    return count()
  end,

  exiting = function()
    return exiting() ~= 0
  end,
}
