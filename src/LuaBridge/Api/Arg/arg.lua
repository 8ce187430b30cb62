local C, engine = ...

local state, text_of = engine.state, engine.ffi.string
local error, type, tostring, setmetatable, concat = error, type, tostring, setmetatable, table.concat

local SET, BODY_FILTER = 0x00001, 0x00040

local function disabled()
  local phase = engine.phases[state.phase]
  error("API disabled in the context of " .. (phase and phase[2] or "init_by_lua*"), 3)
end

local function flatten(value, parts)
  if type(value) == "table" then
    for i = 1, #value do
      flatten(value[i], parts)
    end
  else
    parts[#parts + 1] = tostring(value)
  end
  return parts
end

local function read(_, index)
  if state.phase == BODY_FILTER and index == 2 then
    return C.is_last() ~= 0
  end
  if state.phase ~= SET and (state.phase ~= BODY_FILTER or index ~= 1) then
    if state.phase == BODY_FILTER then
      return nil
    end
    disabled()
  end
  local length = C.get(index)
  return length >= 0 and text_of(state.scratch, length) or nil
end

local function write(_, index, value)
  if state.phase ~= BODY_FILTER then
    disabled()
  end
  if index == 1 then
    if type(value) == "table" then
      value = concat(flatten(value, {}))
    elseif value == nil then
      value = ""
    elseif type(value) ~= "string" and type(value) ~= "number" then
      error("bad chunk data type: " .. type(value), 2)
    end
    value = tostring(value)
    C.set_chunk(value, #value)
  elseif index == 2 then
    C.set_last(value and 1 or 0)
  else
    error("bad index: " .. tostring(index), 2)
  end
end

engine.ngx.arg = setmetatable({}, { __index = read, __newindex = write })
