local C, engine = ...

local scratch, state = engine.scratch, engine.state
local error, type, tostring, setmetatable = error, type, tostring, setmetatable
local find, run = C.find, C.run

local function read(_, name)
  if type(name) ~= "string" then
    name = tostring(name)
  end
  local number = find(name, #name)
  if number < 0 then
    error('ndk.set_var: directive "' .. name .. '" not found or does not use ndk_set_var_value', 2)
  end

  return function(value)
    if state.phase == 0 then
      error("no request found")
    end
    if type(value) ~= "string" then
      value = tostring(value)
    end
    local length = run(number, value, #value)
    if length < 0 then
      error("calling directive " .. name .. " failed with code -1", 2)
    end
    return scratch(length)
  end
end

local function write()
  error("not allowed", 2)
end

_G.ndk = { set_var = setmetatable({}, { __index = read, __newindex = write }) }
package.loaded.ndk = ndk
