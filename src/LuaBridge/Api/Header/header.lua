local C, engine = ...

local ngx, state, ffi, check_phase = engine.ngx, engine.state, engine.ffi, engine.check_phase
local error, type, tostring, setmetatable, rawget = error, type, tostring, setmetatable, rawget
local text_of, cast, lower, gsub, find = ffi.string, ffi.cast, string.lower, string.gsub, string.find
local put, new_table = engine.put_value, require "table.new"
local get, set = C.get, C.set

-- set, rewrite, server_rewrite, access, precontent, content, header_filter, body_filter, log, balancer.
local REQUEST = 0x2827f
local REPLACE, ADD, REMOVE = 0, 1, 2

local int_pointer = ffi.typeof("int32_t *")

-- Fields by lower-case name; also found with other case, and with "_" for "-".
local by_any_name = {
  __index = function(self, key)
    if type(key) == "string" then
      key = lower(key)
      -- LuaJIT compiles no gsub.
      if find(key, "_", 1, true) then
        key = gsub(key, "_", "-")
      end
      -- No tail call: LuaJIT compiles none of a C function.
      local value = rawget(self, key)
      return value
    end
  end,
}

-- A table of the pairs that C# has left in the scratch buffer (Vm/PackedPairs.cs); several of one name become an array. Second
-- result: "truncated" if there were more.
local function read_fields(count, is_lower)
  local truncated
  if count < 0 then
    count, truncated = -1 - count, "truncated"
  end
  local fields, at = new_table(0, count), state.scratch
  for _ = 1, count do
    local lengths = cast(int_pointer, at)
    local name_length, value_length = lengths[0], lengths[1]
    local name = text_of(at + 8, name_length)
    if not is_lower then
      name = lower(name)
    end
    put(fields, name, text_of(at + 8 + name_length, value_length))
    at = at + 8 + name_length + value_length
  end
  return fields, truncated
end

engine.read_fields, engine.by_any_name = read_fields, by_any_name

-- The same, with lower-case names unless they are to stay as they are.
function engine.fields_of(count, raw)
  local fields, truncated = read_fields(count, raw)
  if not raw then
    setmetatable(fields, by_any_name)
  end
  return fields, truncated
end

local function read(_, name)
  check_phase(REQUEST)
  if type(name) ~= "string" then
    error("bad header name: string expected, got " .. type(name), 2)
  end
  local length = get(name, #name, 0)
  if length < 0 then
    if length == -2 then
      error("no request found", 2)
    end
    return nil
  end
  local first = text_of(state.scratch, length)
  length = get(name, #name, 1)
  if length < 0 then
    return first
  end
  local values = { first }
  while length >= 0 do
    values[#values + 1] = text_of(state.scratch, length)
    length = get(name, #name, #values)
  end
  return values
end

local function write(_, name, value)
  check_phase(REQUEST)
  if type(name) ~= "string" then
    name = tostring(name)
  end
  if value == nil then
    set(name, #name, nil, 0, REMOVE)
  elseif type(value) == "table" then
    set(name, #name, nil, 0, REMOVE)
    for i = 1, #value do
      local text = tostring(value[i])
      set(name, #name, text, #text, ADD)
    end
  else
    value = tostring(value)
    if set(name, #name, value, #value, REPLACE) == 1 then
      error("failed to set header " .. name .. " (error: -1)", 2)
    end
  end
end

-- The module ngx.resp: one line more, or as many as there are values.
function engine.add_response_header(name, value)
  check_phase(REQUEST)
  if value == nil then
    error("invalid header value", 2)
  end
  name = tostring(name)
  if type(value) ~= "table" then
    value = { value }
  end
  for i = 1, #value do
    local text = tostring(value[i])
    if set(name, #name, text, #text, ADD) == 1 then
      error("failed to set header " .. name .. " (error: -1)", 2)
    end
  end
end

ngx.header = setmetatable({}, { __index = read, __newindex = write })

ngx.resp = {
  get_headers = function(max, raw)
    check_phase(REQUEST)
    return engine.fields_of(C.collect(max or 100), raw)
  end,
}
