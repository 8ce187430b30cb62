local C, engine = ...

local ffi, state = engine.ffi, engine.state
local text_of = ffi.string
local check_phase, wait, bad_argument, YIELDABLE = engine.check_phase, engine.wait, engine.bad_argument, engine.YIELDABLE
local nkeys = require "table.nkeys"
local error, select, type, tonumber, tostring, pairs, pcall, rawequal, setmetatable = error, select, type, tonumber, tostring, pairs, pcall, rawequal, setmetatable
local concat, ceil, floor, max, sub = table.concat, math.ceil, math.floor, math.max, string.sub
local collect, c_keep, c_reused = C.collect, C.keep, C.reused
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
  [13] = "client aborted",
}

local cast, gc, pointer_type = ffi.cast, ffi.gc, ffi.typeof "void *"
local id_type = ffi.typeof "double[1]"
local result = ffi.new "int[2]"

-- Where a socket keeps what: the first places are those of OpenResty, which lua-resty-core knows.
local POINTER, CONNECT_TIMEOUT, POOL, SEND_TIMEOUT, READ_TIMEOUT, ID = 1, 2, 3, 4, 5, 8

-- What is called often gets the number of its arguments as the first of them: LuaJIT compiles no function that begins with "...".
local methods = {}
-- As in OpenResty the methods are found in the metatable itself.
methods.__index = methods

-- Where lua-resty-core finds the methods, to put some of its own in their place.
debug.getregistry().__tcp_cosocket_mt = methods

-- Makes the function that says why, of the statuses of a kind of sockets. Level 3 is the caller of a function that calls it.
function engine.reasons_of(reasons, failure)
  return function(status, level)
    if status == BAD_REQUEST then
      error("bad request", level or 3)
    end
    if status == FAILED then
      return engine.scratch(failure())
    end
    return reasons[status]
  end
end

local reason_of = engine.reasons_of(reasons, C.failure)

-- What runs often and cannot wait is apart, in functions of a fixed number of arguments: those are what LuaJIT compiles. It would not if they
-- ended in a tail call of a function that is not of Lua, thus the parentheses.
local function make_id()
  return (gc(id_type(), collect))
end

-- The id of all sockets that have no connection yet, or have it no longer because it was put into a pool. Nobody writes to it.
local NO_ID = id_type()
local NO_POINTER = cast(pointer_type, NO_ID)

-- Ids that were given back, and pointers to them: a finalizer costs more to set than a connection costs to be reused.
local free_ids, free_pointers, free = {}, {}, 0

local function new_socket()
  return (setmetatable({ false, 0, false, 0, 0, nil, nil, NO_ID }, methods))
end

local function take_id(self)
  local id
  if free > 0 then
    id = free_ids[free]
    self[POINTER] = free_pointers[free]
    free_ids[free] = false
    free = free - 1
  else
    id = make_id()
    -- What lua-resty-core's methods, and others that call exported functions, know the socket by.
    self[POINTER] = cast(pointer_type, id)
  end
  self[ID] = id
  return id
end

local function give_id_back(self, id)
  id[0] = 0
  free = free + 1
  free_ids[free], free_pointers[free] = id, self[POINTER]
  self[POINTER], self[ID] = NO_POINTER, NO_ID
end

local function begin_connect(self, id, host, port, pool, size, backlog)
  self[POOL] = pool
  local from = self.from
  return (c_connect(id, host, #host, port, pool, #pool, size, backlog, from, from and #from or 0, self[CONNECT_TIMEOUT]))
end

local function begin_send(self, id, data)
  return (c_send(id, data, #data, self[SEND_TIMEOUT]))
end

local function begin_receive(self, id, kind, size)
  return (c_receive(id, kind, size, nil, 0, 0, self[READ_TIMEOUT], result))
end

local function end_receive(id)
  return (received(id, result))
end

local function take()
  return (text_of(state.scratch, result[0]))
end

local function keep(self, id, timeout, size)
  local pool = self[POOL] or ""
  local status = c_keep(id, pool, #pool, timeout, size)
  if status == 0 then
    give_id_back(self, id)
  end
  return status
end

local function set_timeouts(self, connect, send, read)
  self[CONNECT_TIMEOUT], self[SEND_TIMEOUT], self[READ_TIMEOUT] = connect, send, read
end

local function check_self(self)
  if type(self) ~= "table" then
    bad_argument(1, "table expected, got " .. type(self), 3)
  end
  return self[ID]
end

-- Appends what a table holds, nested ones too; a message when it can't be sent.
local function append(parts, count, value)
  local length = 0
  for key in pairs(value) do
    if type(key) ~= "number" or key < 1 or floor(key) ~= key then
      return nil, "non-array table found"
    end
    length = max(length, key)
  end
  for i = 1, length do
    local part = value[i]
    local kind = type(part)
    if kind == "string" or kind == "number" then
      count = count + 1
      parts[count] = part
    elseif kind ~= "table" then
      return nil, "bad data type " .. kind .. " found"
    else
      local message
      count, message = append(parts, count, part)
      if not count then
        return nil, message
      end
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
    bad_argument(2, "string, number, boolean, nil, or array table expected, got " .. kind, 3)
  end
  local parts = {}
  local count, message = append(parts, 0, value)
  if not count then
    bad_argument(2, message, 3)
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

-- The options of a connect: the pool's name, its size (0: not said) and its backlog (-1: none).
local function check_options(options, index)
  local pool, size, backlog = options.pool, options.pool_size, options.backlog
  if size ~= nil and type(size) ~= "number" then
    bad_argument(index, 'bad "pool_size" option type: ' .. type(size), 3)
  elseif size and size <= 0 then
    bad_argument(index, 'bad "pool_size" option value: ' .. ceil(size), 3)
  end
  backlog = tonumber(backlog) and floor(backlog)
  if backlog and backlog < 0 then
    bad_argument(index, 'bad "backlog" option value: ' .. backlog, 3)
  end
  if pool ~= nil and type(pool) ~= "string" and type(pool) ~= "number" then
    bad_argument(index, 'bad "pool" option type: ' .. type(pool), 3)
  end
  return pool and tostring(pool), size or 0, backlog or -1
end

-- Nil and a message when it is none.
local function port_of(number)
  local port = floor(number)
  if port < 0 or port > 65535 then
    return nil, "bad port number: " .. port
  end
  return port
end

engine.port_of = port_of

local function connect(count, self, host, port, options)
  if count < 2 or count > 4 then
    error("ngx.socket connect: expecting 2, 3, or 4 arguments (including the object), but seen " .. count, 2)
  end
  local id = check_self(self)
  check_phase(YIELDABLE)
  host = engine.check_text(host, 2)
  local pool, size, backlog = nil, 0, -1
  if type(options) == "table" then
    pool, size, backlog = check_options(options, 4)
  elseif type(port) == "table" then
    pool, size, backlog = check_options(port, 3)
  end
  if sub(host, 1, 5) == "unix:" then
    port = 0
  else
    local number = type(port) ~= "table" and tonumber(port)
    if not number then
      return nil, "missing the port number"
    end
    local message
    port, message = port_of(number)
    if not port then
      return nil, message
    end
  end
  pool = pool or (port > 0 and host .. ":" .. port or host)
  if rawequal(id, NO_ID) then
    id = take_id(self)
  end
  return finish_connect(self, id, begin_connect(self, id, host, port, pool, size, backlog))
end

function methods.connect(...)
  return connect(select("#", ...), ...)
end

-- An IPv4 or IPv6 address as a number.
function engine.is_address(text)
  return C.is_address(text, #text) ~= 0
end

function methods.bind(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("expecting 2 arguments, but got " .. count, 2)
  end
  local self, address = ...
  check_self(self)
  address = engine.check_text(address, 2)
  if not engine.is_address(address) then
    return nil, "bad address"
  end
  self.from = address
  return true
end

-- The text of a table that holds nothing but strings and numbers under 1, 2, 3, and so on, which is what nearly all of them are; nil for
-- any other. What has no more elements than the length says has no others, if there is none missing, which concat finds out.
local function joined(parts)
  if nkeys(parts) == #parts then
    local ok, text = pcall(concat, parts)
    return ok and text or nil
  end
end

local function send(count, self, data)
  if count ~= 2 then
    error("expecting 2 arguments (including the object), but got " .. count, 2)
  end
  local id = check_self(self)
  local status = 0
  if type(data) == "table" then
    data = joined(data) or data
  end
  if type(data) ~= "string" then
    -- That there is no connection matters more than what is to be sent.
    status = c_send(id, nil, 0, 0)
    data = status == 0 and data_of(data)
  end
  if status == 0 then
    status = begin_send(self, id, data)
  end
  if status == WAITING then
    wait()
    status = sent(id)
  end
  if status == 0 then
    return #data
  end
  return nil, reason_of(status)
end

function methods.send(...)
  return send(select("#", ...), ...)
end

-- What a receive came to: the data; or nil, why not, and what there was.
local function finish_receive(id, status, with_partial, level)
  if status == WAITING then
    wait()
    status = end_receive(id)
  end
  if status == 0 then
    return take()
  end
  local partial = with_partial and result[0] >= 0 and text_of(state.scratch, result[0]) or nil
  return nil, reason_of(status, level), partial
end

local patterns = { ["*l"] = LINE, ["*a"] = ALL }

local function receive(count, self, pattern)
  if count ~= 1 and count ~= 2 then
    error("expecting 1 or 2 arguments (including the object), but got " .. count, 2)
  end
  local id = check_self(self)
  local kind, size = LINE, 0
  if count == 2 and pattern ~= nil then
    kind = patterns[pattern]
    if not kind then
      size = type(pattern) ~= "table" and tonumber(pattern) or -1
      kind = SIZE
      if size < 0 then
        local status = c_receive(id, SIZE, 0, nil, 0, 0, 0, result)
        if status ~= 0 then
          return nil, reason_of(status)
        end
        bad_argument(2, type(pattern) == "string" and not tonumber(pattern) and "bad pattern argument: " .. pattern or "bad number argument")
      end
      size = floor(size)
    end
  end
  return finish_receive(id, begin_receive(self, id, kind, size), true)
end

function methods.receive(...)
  return receive(select("#", ...), ...)
end

function methods.receiveany(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("expecting 2 arguments (including the object), but got " .. count, 2)
  end
  local self, size = ...
  local id = check_self(self)
  size = tonumber(size) or 0
  if size < 1 then
    local status = c_receive(id, SIZE, 0, nil, 0, 0, 0, result)
    if status ~= 0 then
      return nil, reason_of(status)
    end
    bad_argument(2, "bad max argument")
  end
  return finish_receive(id, begin_receive(self, id, ANY, floor(size)), false)
end

function methods.receiveuntil(...)
  local count = select("#", ...)
  if count ~= 2 and count ~= 3 then
    error("expecting 2 or 3 arguments (including the object), but got " .. count, 2)
  end
  local self, pattern, options = ...
  local id = check_self(self)
  pattern = engine.check_text(pattern, 2)
  if pattern == "" then
    return nil, "pattern is empty"
  end
  local inclusive = false
  if options ~= nil then
    if type(options) ~= "table" then
      bad_argument(3, "table expected, got " .. type(options))
    end
    inclusive = options.inclusive
    if inclusive ~= nil and type(inclusive) ~= "boolean" then
      error('bad "inclusive" option value type: ' .. type(inclusive), 2)
    end
  end

  -- Between calls with a size, the pattern may have been reached by the last.
  local is_done = false
  return function(...)
    local argument_count = select("#", ...)
    if argument_count > 1 then
      error("expecting 0 or 1 arguments, but seen " .. argument_count, 2)
    end
    local size = ...
    if size ~= nil then
      local number = tonumber(size)
      if not number then
        bad_argument(1, "number expected, got " .. type(size))
      end
      size = max(0, floor(number))
    end
    if is_done then
      is_done = false
      return nil, nil, nil
    end
    local id = self[ID]
    local status = c_receive(id, UNTIL, size or 0, pattern, #pattern, inclusive and 1 or 0, self[READ_TIMEOUT], result)
    local data, err, partial = finish_receive(id, status, true, 4)
    if data then
      is_done = (size or 0) > 0 and result[1] == 1
      return data
    end
    return nil, err, partial
  end
end

function methods.close(...)
  local count = select("#", ...)
  if count ~= 1 then
    error("expecting 1 argument (including the object) but seen " .. count, 2)
  end
  local id = check_self(...)
  local status = C.close(id)
  if status == 0 then
    id[0] = 0
    return 1
  end
  return nil, reason_of(status)
end

local function setkeepalive(count, self, timeout, size)
  if count < 1 or count > 3 then
    error("expecting 1 to 3 arguments (including the object), but got " .. count, 2)
  end
  local id = check_self(self)
  local idle, most = timeout == nil and -1 or tonumber(timeout), size == nil and -1 or tonumber(size)
  if not idle or not most or (most <= 0 and size ~= nil) then
    if c_reused(id) < 0 then
      return nil, "closed"
    elseif not idle then
      bad_argument(2, "number expected, got " .. type(timeout))
    elseif not most then
      bad_argument(3, "number expected, got " .. type(size))
    end
    bad_argument(3, 'bad "pool_size" option value: ' .. most)
  end
  local status = keep(self, id, idle, most)
  if status == 0 then
    return 1
  end
  return nil, reason_of(status)
end

function methods.setkeepalive(...)
  return setkeepalive(select("#", ...), ...)
end

function methods.getreusedtimes(...)
  local count = select("#", ...)
  if count ~= 1 then
    error("expecting 1 argument (including the object), but got " .. count, 2)
  end
  local times = C.reused(check_self(...))
  if times < 0 then
    return nil, "closed"
  end
  return times
end

-- In milliseconds; what is no number stands for the timeouts of the configuration.
local function timeout_of(value)
  local timeout = tonumber(value) or 0
  if timeout <= -1 or timeout > 0x7fffffff then
    error("bad timeout value", 3)
  end
  return timeout
end

engine.socket_timeout = timeout_of

local function settimeout(count, self, timeout)
  if count ~= 2 then
    error("ngx.socket settimeout: expecting 2 arguments (including the object) but seen " .. count, 2)
  end
  check_self(self)
  timeout = timeout_of(timeout)
  set_timeouts(self, timeout, timeout, timeout)
end

function methods.settimeout(...)
  return settimeout(select("#", ...), ...)
end

function methods.settimeouts(...)
  local count = select("#", ...)
  if count ~= 4 then
    error("ngx.socket settimeout: expecting 4 arguments (including the object) but seen " .. count, 2)
  end
  local self, connect, send, read = ...
  check_self(self)
  self[CONNECT_TIMEOUT] = timeout_of(connect)
  self[SEND_TIMEOUT] = timeout_of(send)
  self[READ_TIMEOUT] = timeout_of(read)
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
  if name ~= nil and value == nil then
    return nil, 'missing the "value" argument'
  end
  local option, err = option_of(name)
  if not option then
    return nil, err
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

-- A new connection to where the socket is connected.
function engine.reconnect(self)
  local id = self[ID]
  return finish_connect(self, id, C.reconnect(id, self[CONNECT_TIMEOUT]))
end

engine.socket_reason, engine.check_socket, engine.SOCKET_ID = reason_of, check_self, ID
engine.stream_methods = methods

-- The table of a stream, whose metatable is to be set; it is closed when nobody refers to it any more. And what it is known by in C#.
function engine.new_stream()
  local id = make_id()
  return { false, 0, false, 0, 0, nil, nil, id }, id
end

function engine.connect_timeout_of(self)
  return self[CONNECT_TIMEOUT]
end

local socket = {}
engine.ngx.socket = socket

function socket.tcp(...)
  if select("#", ...) ~= 0 then
    error("expecting zero arguments, but got " .. select("#", ...), 2)
  end
  check_phase(YIELDABLE)
  return new_socket()
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
