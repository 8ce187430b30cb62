local C, engine = ...

local ffi, state = engine.ffi, engine.state
local cast, text_of = ffi.cast, ffi.string
local error, tonumber, tostring, type = error, tonumber, tostring, type
local setmetatable = setmetatable
local get, store, incr, ttl, expire, push, pop, llen = C.get, C.store, C.incr, C.ttl, C.expire, C.push, C.pop, C.llen
local flush_all, flush_expired, keys, scan = C.flush_all, C.flush_expired, C.keys, C.scan

local SET, ADD, REPLACE, SAFE = 0, 1, 2, 4 -- DictStore
local NOT_FOUND, IS_A_LIST, FORCIBLE = 2, 6, 16 -- DictStatus
local WITH_HEAD = -1 -- DictReply.Give; the complements of statuses are below
local BOOLEAN, NUMBER, STRING = 1, 3, 4 -- DictType

local reasons = { "exists", "not found", "no memory", "not a number", "value not a list", "value is a list" }

-- DictReplyHead.
local reply_type = ffi.typeof "struct { double number; uint32_t flags; int32_t type, length, is_stale; } *"
local HEAD = 24
local number_type, int_type = ffi.typeof "double *", ffi.typeof "int32_t *"
local next_cursor = ffi.new "double[1]"

local MAX_KEY = 65535
local DEFAULT_KEYS = 1024

-- What OpenResty does not have stands behind its methods: code that looks at those sees no others.
local extra = {}
local dict = setmetatable({}, { __index = extra })
-- As in OpenResty the methods are found in the metatable itself.
dict.__index = dict

local function address_of(self)
  local address = type(self) == "table" and self[2]
  if not address then
    error('bad "zone" argument', 3)
  end
  return address
end

-- The key as a string; or nil and what is wrong with it.
local function check_key(key)
  if key == nil then
    return nil, "nil key"
  end
  if type(key) ~= "string" then
    key = tostring(key)
  end
  if #key == 0 then
    return nil, "empty key"
  end
  if #key > MAX_KEY then
    return nil, "key too long"
  end
  return key
end

local function value_of(reply)
  local kind = reply.type
  if kind == STRING then
    return (text_of(state.scratch + HEAD, reply.length))
  elseif kind == NUMBER then
    return reply.number
  end
  return reply.number ~= 0
end

-- What there is instead of a value, for what get says.
local function nothing_of(code)
  if code == -1 - IS_A_LIST then
    return nil, reasons[IS_A_LIST]
  end
  return nil
end

function dict:get(key)
  local address = address_of(self)
  if type(key) ~= "string" or #key == 0 or #key > MAX_KEY then
    local err
    key, err = check_key(key)
    if not key then
      return nil, err
    end
  end
  local length = get(address, key, #key, 0)
  if length >= 0 then
    return (text_of(state.scratch, length))
  end
  if length ~= WITH_HEAD then
    return nothing_of(length)
  end
  local reply = cast(reply_type, state.scratch)
  if reply.flags ~= 0 then
    return value_of(reply), reply.flags
  end
  return value_of(reply)
end

function dict:get_stale(key)
  local address = address_of(self)
  local checked, err = check_key(key)
  if not checked then
    return nil, err
  end
  local length = get(address, checked, #checked, 1)
  if length >= 0 then
    return text_of(state.scratch, length), nil, false
  end
  if length ~= WITH_HEAD then
    return nothing_of(length)
  end
  local reply = cast(reply_type, state.scratch)
  return value_of(reply), reply.flags ~= 0 and reply.flags or nil, reply.is_stale == 1
end

local function store_value(address, operation, key, value, exptime, flags)
  if exptime == nil then
    exptime = 0
  else
    exptime = tonumber(exptime)
    if not exptime or exptime < 0 then
      error('bad "exptime" argument', 3)
    end
  end
  if not flags then
    flags = 0
  else
    flags = tonumber(flags)
    if not flags then
      error('bad "flags" argument', 3)
    end
  end
  local err
  key, err = check_key(key)
  if not key then
    return nil, err
  end

  local kind, text, length, numeric = type(value), nil, 0, 0
  if kind == "string" then
    kind, text, length = STRING, value, #value
  elseif kind == "number" then
    kind, numeric = NUMBER, value
  elseif kind == "boolean" then
    kind, numeric = BOOLEAN, value and 1 or 0
  elseif value == nil then
    if operation % SAFE ~= SET then
      return nil, "attempt to add or replace nil values"
    end
    kind = 0
  else
    return nil, "bad value type"
  end

  local status = store(address, operation, key, #key, kind, text, length, numeric, exptime * 1000, flags)
  if status == 0 then
    return true, nil, false
  end
  local forcible = status >= FORCIBLE
  if status == FORCIBLE then
    return true, nil, true
  end
  return false, reasons[status % FORCIBLE], forcible
end

function dict:set(key, value, exptime, flags)
  local ok, err, forcible = store_value(address_of(self), SET, key, value, exptime, flags)
  return ok, err, forcible
end

function dict:safe_set(key, value, exptime, flags)
  local ok, err, forcible = store_value(address_of(self), SET + SAFE, key, value, exptime, flags)
  return ok, err, forcible
end

function dict:add(key, value, exptime, flags)
  local ok, err, forcible = store_value(address_of(self), ADD, key, value, exptime, flags)
  return ok, err, forcible
end

function dict:safe_add(key, value, exptime, flags)
  local ok, err, forcible = store_value(address_of(self), ADD + SAFE, key, value, exptime, flags)
  return ok, err, forcible
end

function dict:replace(key, value, exptime, flags)
  local ok, err, forcible = store_value(address_of(self), REPLACE, key, value, exptime, flags)
  return ok, err, forcible
end

function dict:delete(key)
  local ok, err, forcible = store_value(address_of(self), SET, key, nil)
  return ok, err, forcible
end

local function number_argument(value, name)
  local number = tonumber(value)
  if not number then
    error("bad " .. name .. " arg: number expected, got " .. type(value), 3)
  end
  return number
end

local function number_reply()
  return cast(number_type, state.scratch)[0]
end

function dict:incr(key, value, init, init_ttl)
  local address, err = address_of(self)
  key, err = check_key(key)
  if not key then
    return nil, err
  end
  if type(value) ~= "number" then
    value = number_argument(value, "value")
  end
  if init and type(init) ~= "number" then
    init = number_argument(init, "init")
  end
  if init_ttl ~= nil then
    init_ttl = number_argument(init_ttl, "init_ttl")
    if init_ttl < 0 then
      error('bad "init_ttl" argument', 2)
    end
    if not init then
      error('must provide "init" when providing "init_ttl"', 2)
    end
  end
  local status = incr(address, key, #key, value, init and 1 or 0, init or 0, (init_ttl or 0) * 1000)
  if status % FORCIBLE ~= 0 then
    return nil, reasons[status % FORCIBLE]
  end
  if not init then
    return number_reply()
  end
  return number_reply(), nil, status == FORCIBLE
end

function dict:ttl(key)
  local address, err = address_of(self)
  key, err = check_key(key)
  if not key then
    return nil, err
  end
  if ttl(address, key, #key) ~= 0 then
    return nil, "not found"
  end
  return number_reply() / 1000
end

function dict:expire(key, exptime)
  local address, err = address_of(self)
  exptime = tonumber(exptime)
  if not exptime or exptime < 0 then
    error('bad "exptime" argument', 2)
  end
  key, err = check_key(key)
  if not key then
    return nil, err
  end
  if expire(address, key, #key, exptime * 1000) ~= 0 then
    return nil, "not found"
  end
  return true
end

local function push_value(address, key, value, left)
  local err
  key, err = check_key(key)
  if not key then
    return nil, err
  end
  local status
  if type(value) == "string" then
    status = push(address, key, #key, STRING, value, #value, 0, left)
  elseif type(value) == "number" then
    status = push(address, key, #key, NUMBER, nil, 0, value, left)
  else
    return nil, "bad value type"
  end
  if status ~= 0 then
    return nil, reasons[status]
  end
  return number_reply()
end

function dict:lpush(key, value)
  local count, err = push_value(address_of(self), key, value, 1)
  return count, err
end

function dict:rpush(key, value)
  local count, err = push_value(address_of(self), key, value, 0)
  return count, err
end

local function pop_value(address, key, left)
  local err
  key, err = check_key(key)
  if not key then
    return nil, err
  end
  local status = pop(address, key, #key, left)
  if status == 0 then
    return value_of(cast(reply_type, state.scratch))
  end
  if status == NOT_FOUND then
    return nil
  end
  return nil, reasons[status]
end

function dict:lpop(key)
  local value, err = pop_value(address_of(self), key, 1)
  if value == nil then
    return nil, err
  end
  return value
end

function dict:rpop(key)
  local value, err = pop_value(address_of(self), key, 0)
  if value == nil then
    return nil, err
  end
  return value
end

function dict:llen(key)
  local address, err = address_of(self)
  key, err = check_key(key)
  if not key then
    return nil, err
  end
  local status = llen(address, key, #key)
  if status ~= 0 and status ~= NOT_FOUND then
    return nil, reasons[status]
  end
  return number_reply()
end

function dict:flush_all()
  flush_all(address_of(self))
end

function dict:flush_expired(max)
  return flush_expired(address_of(self), tonumber(max) or 0)
end

local function take_keys(count)
  local list = {}
  local at = state.scratch
  for i = 1, count do
    local length = cast(int_type, at)[0]
    list[i] = text_of(at + 8, length)
    at = at + 8 + length
  end
  return list
end

function dict:get_keys(max)
  return take_keys(keys(address_of(self), max and tonumber(max) or DEFAULT_KEYS))
end

-- Not in OpenResty: the keys in portions, from the cursor 0 on until the cursor that comes back is 0 again. Keys that are there all the time come
-- once; nobody else is held up for longer than for one look-up.
function extra:scan(cursor, count)
  local list = take_keys(scan(address_of(self), tonumber(cursor) or 0, tonumber(count) or 100, next_cursor))
  return list, next_cursor[0]
end

function dict:capacity()
  return C.capacity(address_of(self))
end

function dict:free_space()
  return C.free_space(address_of(self))
end

local shared, count = {}, 0
while true do
  local length = C.name(count)
  if length < 0 then
    break
  end
  -- The userdata is what lua-resty-core, which may be loaded over this, and other callers of the exported functions know a dict by.
  local name, handle = engine.scratch(length), engine.box()
  shared[name] = setmetatable({ handle, (C.hand_out(count, handle)) }, dict)
  count = count + 1
end
engine.ngx.shared = shared
