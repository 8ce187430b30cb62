local C, engine = ...

local ngx, state, text, check_text, scratch = engine.ngx, engine.state, engine.text, engine.check_text, engine.scratch
local ffi, bad_argument = engine.ffi, engine.bad_argument
local text_of, cast, int_pointer = ffi.string, ffi.cast, ffi.typeof "int32_t *"
local error, type, select, tonumber, tostring, pairs = error, type, select, tonumber, tostring, pairs
local concat, new_table = table.concat, require "table.new"
local escape, unescape, decode_args = C.escape, C.unescape, C.decode_args

local COMPONENT, LAST_TYPE = 2, 6
local MAX_ARGS = 100
local UNCHANGED = -1

local function escape_as(value, kind)
  local length = escape(value, #value, kind)
  if length < 0 then
    if length < UNCHANGED then
      error("not enough memory", 0)
    end
    return value
  end
  -- No tail call: LuaJIT compiles none of a C function.
  local escaped = scratch(length)
  return escaped
end

local function escape_component(value)
  local escaped = escape_as(value, COMPONENT)
  return escaped
end

function ngx.escape_uri(value, kind)
  value = text(value)
  if kind == nil then
    return escape_component(value)
  end
  if type(kind) ~= "number" then
    error('"type" is not a number', 3)
  end
  if kind < 0 or kind > LAST_TYPE then
    error('"type" ' .. kind .. " out of range", 3)
  end
  return (escape_as(value, kind))
end

function ngx.unescape_uri(value)
  value = text(value)
  return scratch(unescape(value, #value))
end

local function value_of(value)
  local kind = type(value)
  if kind == "string" then
    return escape_component(value)
  end
  if kind == "number" then
    return escape_component(tostring(value))
  end
  error("attempt to use " .. kind .. " as query arg value", 5)
end

-- One pair; nothing for false.
local function add(parts, count, name, value)
  if value == false then
    return count
  end
  parts[count + 1] = value == true and name or name .. "=" .. value_of(value)
  return count + 1
end

local function encode_args(args)
  local parts, count = {}, 0
  for name, value in pairs(args) do
    if type(name) ~= "string" then
      error('attempt to use a non-string key in the "args" option table', 3)
    end
    name = escape_component(name)
    if type(value) == "table" then
      for _, item in pairs(value) do
        count = add(parts, count, name, item)
      end
    else
      count = add(parts, count, name, value)
    end
  end
  return concat(parts, "&")
end

-- Also what ngx.exec, ngx.req.set_uri_args and subrequests take as arguments. Raises at the caller of the API function that calls this.
engine.encode_args = encode_args

function ngx.encode_args(...)
  local count = select("#", ...)
  if count ~= 1 then
    error("expecting 1 argument but seen " .. count, 2)
  end
  local args = ...
  if type(args) ~= "table" then
    bad_argument(1, "table expected, got " .. type(args))
  end
  return (encode_args(args))
end

-- A name that comes again makes a list of its values.
local function put(result, name, value)
  local known = result[name]
  if known == nil then
    result[name] = value
  elseif type(known) == "table" then
    known[#known + 1] = value
  else
    result[name] = { known, value }
  end
end

-- Reads what Api/Uri/ArgumentList.cs has left in the scratch buffer into a table, a new one when there is none.
local function read_args(count, result)
  local err
  if count < 0 then
    count, err = -1 - count, "truncated"
  end
  result = result or new_table(0, count)
  local lengths = cast(int_pointer, state.scratch)
  local at = state.scratch + count * 8
  for i = 0, count - 1 do
    local name_length, value_length = lengths[2 * i], lengths[2 * i + 1]
    local name = text_of(at, name_length)
    at = at + name_length
    if value_length < 0 then
      put(result, name, true)
    else
      put(result, name, text_of(at, value_length))
      at = at + value_length
    end
  end
  return result, err
end

engine.put_value = put

-- Also what ngx.req.get_uri_args and ngx.req.get_post_args do.
engine.read_args = read_args

function ngx.decode_args(...)
  local count = select("#", ...)
  if count ~= 1 and count ~= 2 then
    error("expecting 1 or 2 arguments but seen " .. count, 2)
  end
  local query, max = ...
  query = check_text(query, 1)
  local limit = count == 1 and MAX_ARGS or tonumber(max)
  if not limit then
    bad_argument(2, "number expected, got " .. type(max))
  end
  return read_args(decode_args(query, #query, limit))
end
