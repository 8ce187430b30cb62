local C, engine = ...

local ffi, scratch = engine.ffi, engine.scratch
local error, type = error, type

local NOT_CAPTURED = -1 -- ErrlogApi
local DEFAULT_MAX = 10
local not_set = 'directive "lua_capture_error_log" is not set'

local level_result, time_result = ffi.new "int[1]", ffi.new "double[1]"

engine.module("ngx.errlog", function()
  local errlog = { version = engine.CORE_VERSION }

  function errlog.set_filter_level(level)
    if not level then
      return nil, 'missing "level" argument'
    end
    if C.set_filter_level(level) == 0 then
      return nil, not_set
    end
    return true
  end

  -- { level, time, line, level, … }, the oldest line first; they are taken out.
  function errlog.get_logs(max, logs)
    logs = logs or {}
    local count = 0
    for _ = 1, max or DEFAULT_MAX do
      local length = C.get_line(level_result, time_result)
      if length == NOT_CAPTURED then
        return nil, not_set
      end
      if length < 0 then
        break
      end
      logs[count + 1], logs[count + 2], logs[count + 3] = level_result[0], time_result[0], scratch(length)
      count = count + 3
    end
    logs[count + 1] = nil
    return logs
  end

  function errlog.get_sys_filter_level()
    return C.get_level()
  end

  function errlog.raw_log(level, text)
    if type(level) ~= "number" then
      error("bad argument #1 to 'raw_log' (must be a number)", 2)
    end
    if type(text) ~= "string" then
      error("bad argument #2 to 'raw_log' (must be a string)", 2)
    end
    if C.write(level, text, #text) == 0 then
      error("bad log level", 2)
    end
  end

  return errlog
end)
