local C, engine = ...

local ngx, state, scratch = engine.ngx, engine.state, engine.scratch
local error, type, floor = error, type, math.floor

function ngx.now()
  return state.now
end

function ngx.time()
  return floor(state.now)
end

ngx.update_time = function()
  C.update_time()
end

function ngx.localtime()
  return scratch(C.local_time())
end

function ngx.today()
  C.local_time()
  return scratch(10)
end

function ngx.utctime()
  return scratch(C.utc_time())
end

function ngx.http_time(seconds)
  if type(seconds) ~= "number" then
    error("number argument only", 2)
  end
  return scratch(C.http_time(seconds))
end

function ngx.cookie_time(seconds)
  if type(seconds) ~= "number" then
    error("number argument only", 2)
  end
  return scratch(C.cookie_time(seconds))
end

function ngx.parse_http_time(text)
  if type(text) ~= "string" then
    error("string argument only", 2)
  end
  local seconds = C.parse_http_time(text, #text)
  return seconds >= 0 and seconds or nil
end

engine.monotonic_ms = C.monotonic_ms
