local C, engine = ...

local state, type = engine.state, type

local INIT = 0
local AGENT_CONNECTIONS = 512

engine.module("ngx.process", function()
  return {
    version = engine.CORE_VERSION,

    -- Where nginx has a master, init_by_lua* runs in it.
    type = function()
      if C.is_single() ~= 0 then
        return "single"
      end
      if state.phase == INIT then
        return "master"
      end
      return C.is_agent() ~= 0 and "privileged agent" or "worker"
    end,

    -- A worker that listens on nothing: init_worker_by_lua* runs in it, too, and may have timers there.
    enable_privileged_agent = function(connections)
      connections = connections or AGENT_CONNECTIONS
      if type(connections) ~= "number" or connections < 0 then
        return nil, "bad 'connections' argument: number expected and greater than 0"
      end
      if state.phase ~= INIT then
        return nil, "API disabled in the current context"
      end
      C.enable_agent(connections)
      return true
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
