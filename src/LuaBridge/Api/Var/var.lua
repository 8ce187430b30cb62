local C, engine = ...

local state, text_of, check_phase = engine.state, engine.ffi.string, engine.check_phase
local error, type, tostring, setmetatable = error, type, tostring, setmetatable
local get, get_capture, set = C.get, C.get_capture, C.set

-- set, rewrite, server_rewrite, access, precontent, content, header_filter, body_filter, log, balancer.
local REQUEST = 0x2827f

local function read(_, name)
  check_phase(REQUEST)
  local length
  if type(name) == "number" then
    length = get_capture(name)
  elseif type(name) == "string" then
    length = get(name, #name)
  else
    error("bad variable name", 2)
  end
  if length >= 0 then
    return (text_of(state.scratch, length))
  end
  if length == -2 then
    error("no request found", 2)
  end
end

local function write(_, name, value)
  check_phase(REQUEST)
  if type(name) ~= "string" then
    error("bad variable name", 2)
  end
  if type(value) ~= "string" then
    if type(value) ~= "number" and value ~= nil then
      error("bad variable value type " .. type(value), 2)
    end
    value = value ~= nil and tostring(value) or nil
  end
  local code = set(name, #name, value, value and #value or 0)
  if code == 1 then
    error('variable "' .. name .. '" not found for writing; maybe it is a built-in variable that is not changeable or you forgot to use "set $'
      .. name .. " '';\" in the config file to define it first", 2)
  elseif code == 2 then
    error('variable "' .. name .. '" not changeable', 2)
  elseif code == 3 then
    error("no request found", 2)
  end
end

engine.ngx.var = setmetatable({}, { __index = read, __newindex = write })
