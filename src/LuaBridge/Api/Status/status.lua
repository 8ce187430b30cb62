local C, engine = ...

local getters, setters, check_phase = engine.getters, engine.setters, engine.check_phase
local error, tonumber, type = error, tonumber, type

-- set, rewrite, server_rewrite, access, precontent, content, header_filter, body_filter, log, balancer.
local REQUEST = 0x2827f

function getters.status()
  check_phase(REQUEST)
  return (C.get())
end

function setters.status(value)
  check_phase(REQUEST)
  local status = tonumber(value)
  if not status then
    error("bad argument to ngx.status (number expected, got " .. type(value) .. ")", 3)
  end
  C.set(status)
end

-- The module ngx.resp.
function engine.set_status_and_reason(value, reason)
  check_phase(REQUEST)
  C.set_with_reason(tonumber(value), reason, #reason)
end

function engine.bypass_if_checks()
  check_phase(REQUEST)
  C.bypass_conditions()
end

function getters.is_subrequest()
  check_phase(REQUEST)
  return C.is_subrequest() ~= 0
end
