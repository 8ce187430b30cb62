local C, engine = ...

local state = engine.state

local INIT = 0

engine.module("ngx.process", function()
  return {
    version = engine.CORE_VERSION,

    -- Where nginx has a master, init_by_lua* runs in it.
    type = function()
      if C.is_single() ~= 0 then
        return "single"
      end
      return state.phase == INIT and "master" or "worker"
    end,

    get_master_pid = function()
      local pid = C.master_pid()
      return pid > 0 and pid or nil
    end,

    signal_graceful_exit = function()
      C.quit()
    end,
  }
end)
