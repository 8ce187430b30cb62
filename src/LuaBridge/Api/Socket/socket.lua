local C, engine = ...

local ffi, state = engine.ffi, engine.state
local text_of = ffi.string
local check_phase, wait, YIELDABLE = engine.check_phase, engine.wait, engine.YIELDABLE
local error, select, type, tonumber, tostring, pairs, setmetatable = error, select, type, tonumber, tostring, pairs, setmetatable
local concat, floor, max = table.concat, math.floor, math.max
local c_connect, connected, c_send, sent, c_receive, received = C.connect, C.connected, C.send, C.sent, C.receive, C.received

local WAITING, FAILED, BAD_REQUEST = 1, 8, 7 -- SocketStatus
local SIZE, LINE, ALL, ANY, UNTIL = 0, 1, 2, 3, 4 -- ReadKind

local reasons = {
  [2] = "closed",
  [3] = "timeout",
  [4] = "socket busy reading",
  [5] = "socket busy writing",
  [6] = "socket busy connecting",
  [9] = "unread data in buffer",
  [10] = "connection in dubious state",
}

local cast, pointer_type = ffi.cast, ffi.typeof "void *"
local id_type = ffi.typeof "double[1]"
local result = ffi.new "int[2]"

local methods = {}
local metatable = { __index = methods }

-- Where lua-resty-core finds the methods, to put some of its own in their place.
local registry = debug.getregistry()
registry.__tcp_cosocket_mt = methods
registry.__tcp_req_cosocket_mt = registry.__tcp_req_cosocket_mt or {}
registry.__tcp_raw_req_cosocket_mt = registry.__tcp_raw_req_cosocket_mt or {}

local function reason_of(status)
  if status == BAD_REQUEST then
    error("bad request", 3)
  end
  if status == FAILED then
    return engine.scratch(C.failure())
  end
  return reasons[status]
end

local function check_self(self)
  if type(self) ~= "table" then
    error("bad argument #1 to '?' (table expected, got " .. type(self) .. ")", 3)
  end
  return self.id
end

local function join(parts, count, value)
  local length = 0
  for key in pairs(value) do
    if type(key) ~= "number" or key < 1 or floor(key) ~= key then
      error("bad argument #2 to '?' (non-array table found)", 0)
    end
    length = max(length, key)
  end
  for i = 1, length do
    local part = value[i]
    local kind = type(part)
    if kind == "table" then
      count = join(parts, count, part)
    elseif kind == "string" or kind == "number" then
      count = count + 1
      parts[count] = part
    else
      error("bad argument #2 to '?' (bad data type " .. kind .. " found)", 0)
    end
  end
  return count
end

-- What can be sent, as a string.
local function data_of(value)
  local kind = type(value)
  if kind == "number" or kind == "nil" or kind == "boolean" then
    return tostring(value)
  elseif kind ~= "table" then
    error("bad argument #2 to '?' (string, number, boolean, nil, or array table expected, got " .. kind .. ")", 3)
  end
  local parts = {}
  local ok, count = pcall(join, parts, 0, value)
  if not ok then
    error(count, 3)
  end
  return concat(parts, "", 1, count)
end

engine.socket_data = data_of

local function finish_connect(self, id, status)
  if status == WAITING then
    wait()
    status = connected(id)
  end
  if status == 0 then
    return 1
  end
  return nil, reason_of(status)
end

local function check_options(options)
  local pool, size, backlog = options.pool, options.pool_size, options.backlog
  if pool ~= nil and type(pool) ~= "string" and type(pool) ~= "number" then
    error("bad argument #4 to '?' (bad \"pool\" option type: " .. type(pool) .. ")", 3)
  end
  if size ~= nil and type(size) ~= "number" then
    error("bad argument #4 to '?' (bad \"pool_size\" option type: " .. type(size) .. ")", 3)
  elseif size and size <= 0 then
    error("bad argument #4 to '?' (bad \"pool_size\" option value: " .. size .. ")", 3)
  end
  if backlog ~= nil and (type(backlog) ~= "number" or backlog < 0) then
    error("bad argument #4 to '?' (bad \"backlog\" option value: " .. tostring(backlog) .. ")", 3)
  end
  return pool and tostring(pool), size or 0
end

function methods.connect(...)
  local count = select("#", ...)
  if count < 2 or count > 4 then
    error("ngx.socket connect: expecting 2, 3, or 4 arguments (including the object), but seen " .. count, 2)
  end
  local self, host, port, options = ...
  local id = check_self(self)
  -- What those methods, and others that call exported functions, know the socket by.
  self[1] = cast(pointer_type, id)
  check_phase(YIELDABLE)
  host = engine.check_text(host, 2, "?")
  local pool, size = nil, 0
  if host:sub(1, 5) == "unix:" then
    if type(port) == "table" then
      options = port
    end
    port = 0
  else
    port = tonumber(port)
    if not port then
      return nil, "missing the port number"
    end
    if port < 0 or port > 65535 then
      return nil, "bad port number: " .. port
    end
  end
  if type(options) == "table" then
    pool, size = check_options(options)
  end
  pool = pool or (port > 0 and host .. ":" .. port or host)
  local from = self.from
  local status = c_connect(id, host, #host, port, pool, #pool, size, from, from and #from or 0, self.connect_timeout)
  return finish_connect(self, id, status)
end

function methods.bind(self, address)
  check_self(self)
  address = engine.check_text(address, 2, "?")
  if C.is_address(address, #address) == 0 then
    return nil, "bad address"
  end
  self.from = address
  return 1
end

function methods.send(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("expecting 2 arguments (including the object), but got " .. count, 2)
  end
  local self, data = ...
  local id = check_self(self)
  if type(data) ~= "string" then
    data = data_of(data)
  end
  local status = c_send(id, data, #data, self.send_timeout)
  if status == WAITING then
    wait()
    status = sent(id)
  end
  if status == 0 then
    return #data
  end
  return nil, reason_of(status)
end

-- What a receive came to: the data; or nil, why not, and what there was.
local function finish_receive(id, status, with_partial)
  if status == WAITING then
    wait()
    status = received(id, result)
  end
  if status == 0 then
    return text_of(state.scratch, result[0])
  end
  local partial = with_partial and result[0] >= 0 and text_of(state.scratch, result[0]) or nil
  return nil, reason_of(status), partial
end

local patterns = { ["*l"] = LINE, ["*a"] = ALL }

function methods.receive(...)
  local count = select("#", ...)
  if count ~= 1 and count ~= 2 then
    error("expecting 1 or 2 arguments (including the object), but got " .. count, 2)
  end
  local self, pattern = ...
  local id = check_self(self)
  local kind, size = LINE, 0
  if count == 2 and pattern ~= nil then
    kind = patterns[pattern]
    if not kind then
      size = type(pattern) ~= "table" and tonumber(pattern)
      if not size or size < 0 then
        error("bad argument #2 to '?' (bad pattern argument)", 2)
      end
      kind, size = SIZE, floor(size)
    end
  end
  return finish_receive(id, c_receive(id, kind, size, nil, 0, 0, self.read_timeout, result), true)
end

function methods.receiveany(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("expecting 2 arguments (including the object), but got " .. count, 2)
  end
  local self, size = ...
  local id = check_self(self)
  size = tonumber(size)
  if not size or size < 1 then
    error("bad argument #2 to '?' (bad max argument)", 2)
  end
  return finish_receive(id, c_receive(id, ANY, floor(size), nil, 0, 0, self.read_timeout, result), false)
end

function methods.receiveuntil(...)
  local count = select("#", ...)
  if count ~= 2 and count ~= 3 then
    error("expecting 2 or 3 arguments (including the object), but got " .. count, 2)
  end
  local self, pattern, options = ...
  local id = check_self(self)
  pattern = engine.check_text(pattern, 2, "?")
  if pattern == "" then
    return nil, "pattern is empty"
  end
  local inclusive = false
  if options ~= nil then
    if type(options) ~= "table" then
      error("bad argument #3 to '?' (table expected, got " .. type(options) .. ")", 2)
    end
    inclusive = options.inclusive
    if inclusive ~= nil and type(inclusive) ~= "boolean" then
      error('bad "inclusive" option value type: ' .. type(inclusive), 2)
    end
  end

  -- Between calls with a size, the pattern may have been reached by the last.
  local is_done = false
  return function(size)
    if size ~= nil then
      local number = tonumber(size)
      if not number then
        error("bad argument #1 to '?' (number expected, got " .. type(size) .. ")", 2)
      end
      size = max(0, floor(number))
    end
    if is_done then
      is_done = false
      return nil, nil, nil
    end
    local data, err, partial = finish_receive(id, c_receive(id, UNTIL, size or 0, pattern, #pattern, inclusive and 1 or 0, self.read_timeout, result), true)
    if data then
      is_done = (size or 0) > 0 and result[1] == 1
      return data
    end
    return nil, err, partial
  end
end

function methods.close(self)
  local id = check_self(self)
  local status = C.close(id)
  if status == 0 then
    id[0] = 0
    return 1
  end
  return nil, reason_of(status)
end

function methods.setkeepalive(self, timeout, size)
  local id = check_self(self)
  if timeout ~= nil then
    timeout = tonumber(timeout)
    if not timeout or timeout < 0 then
      error("bad argument #2 to 'setkeepalive' (bad timeout value)", 2)
    end
  end
  if size ~= nil then
    size = tonumber(size)
    if not size or size <= 0 then
      error("bad argument #3 to 'setkeepalive' (bad \"pool_size\" option value: " .. tostring(size) .. ")", 2)
    end
  end
  local status = C.keep(id, timeout or -1, size or -1)
  if status == 0 then
    id[0] = 0
    return 1
  end
  return nil, reason_of(status)
end

function methods.getreusedtimes(self)
  local times = C.reused(check_self(self))
  if times < 0 then
    return nil, "closed"
  end
  return times
end

function methods.settimeout(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("ngx.socket settimeout: expecting 2 arguments (including the object) but seen " .. count, 2)
  end
  local self, timeout = ...
  check_self(self)
  timeout = tonumber(timeout) or 0
  self.connect_timeout, self.send_timeout, self.read_timeout = timeout, timeout, timeout
end

function methods.settimeouts(...)
  local count = select("#", ...)
  if count ~= 4 then
    error("ngx.socket settimeout: expecting 4 arguments (including the object) but seen " .. count, 2)
  end
  local self, connect, send, read = ...
  check_self(self)
  self.connect_timeout = tonumber(connect) or 0
  self.send_timeout = tonumber(send) or 0
  self.read_timeout = tonumber(read) or 0
end

local options = { keepalive = 0, reuseaddr = 1, ["tcp-nodelay"] = 2, sndbuf = 3, rcvbuf = 4 }

local function option_of(name)
  if name == nil then
    return nil, 'missing the "option" argument'
  end
  local option = options[name]
  if not option then
    return nil, "unsupported option " .. tostring(name)
  end
  return option
end

function methods.setoption(self, name, value)
  local id = check_self(self)
  local option, err = option_of(name)
  if not option then
    return nil, err
  end
  if value == nil then
    return nil, 'missing the "value" argument'
  end
  if type(value) == "boolean" then
    value = value and 1 or 0
  end
  local status = C.option(id, option, 1, tonumber(value) or 0, result)
  if status == 0 then
    return true
  end
  return nil, reason_of(status)
end

function methods.getoption(self, name)
  local id = check_self(self)
  local option, err = option_of(name)
  if not option then
    return nil, err
  end
  local status = C.option(id, option, 0, 0, result)
  if status == 0 then
    return result[0]
  end
  return nil, reason_of(status)
end

function methods.getfd(self)
  local descriptor = C.descriptor(check_self(self))
  if descriptor < 0 then
    return nil, "closed"
  end
  return descriptor
end

function methods.sslhandshake(self)
  if C.reused(check_self(self)) < 0 then
    return nil, "closed"
  end
  return nil, "not built in"
end

local socket = {}
engine.ngx.socket = socket

function socket.tcp(...)
  if select("#", ...) ~= 0 then
    error("expecting zero arguments, but got " .. select("#", ...), 2)
  end
  check_phase(YIELDABLE)
  return setmetatable({ id = ffi.gc(id_type(), C.collect), connect_timeout = 0, send_timeout = 0, read_timeout = 0 }, metatable)
end

socket.stream = socket.tcp

function socket.connect(...)
  local made = socket.tcp()
  local ok, err = made:connect(...)
  if not ok then
    return nil, err
  end
  return made
end
