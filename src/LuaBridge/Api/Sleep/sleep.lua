local C, engine = ...

local error, tonumber, type, select = error, tonumber, type, select
local check_phase, wait, YIELDABLE = engine.check_phase, engine.wait, engine.YIELDABLE
local sleep = C.sleep

function engine.ngx.sleep(...)
  local count = select("#", ...)
  if count ~= 1 then
    error("attempt to pass " .. count .. " arguments, but accepted 1", 2)
  end
  local seconds = ...
  local ms = tonumber(seconds)
  if not ms then
    engine.bad_argument(1, "number expected, got " .. type(seconds))
  end
  ms = ms * 1000
  if ms <= -1 then
    error(('invalid sleep duration "%d"'):format(ms), 2)
  end
  check_phase(YIELDABLE)
  sleep(ms)
  wait()
end
