local C, engine = ...

local ffi, state = engine.ffi, engine.state
local text_of = ffi.string
local check_phase, wait, bad_argument, data_of = engine.check_phase, engine.wait, engine.bad_argument, engine.socket_data
local error, select, type, tonumber, setmetatable = error, select, type, tonumber, setmetatable
local min = math.min

local check_self, port_of = engine.check_socket, engine.port_of

local WAITING = 1 -- SocketStatus
local MAX_DATAGRAM = 65536

local reason_of = engine.reasons_of({
  [2] = "closed",
  [3] = "timeout",
  [4] = "socket busy",
}, C.failure)

local id_type = ffi.typeof "double[1]"
local result = ffi.new "int[1]"

local methods = { bind = engine.stream_methods.bind }
methods.__index = methods

function methods.setpeername(...)
  local count = select("#", ...)
  if count ~= 2 and count ~= 3 then
    error("ngx.socket.udp setpeername: expecting 2 or 3 arguments (including the object), but seen " .. count, 2)
  end
  local self, host, port = ...
  local id = check_self(self)
  check_phase(engine.YIELDABLE)
  host = engine.check_text(host, 2)
  if host == "" then
    return nil, 'failed to parse host name "": no host'
  end
  if host:sub(1, 5) == "unix:" then
    port = 0
  else
    local number = count == 2 and 0 or tonumber(port)
    if not number then
      bad_argument(3, "number expected, got " .. type(port))
    end
    local message
    port, message = port_of(number)
    if not port then
      return nil, message
    end
  end
  local from = self.from
  local status = C.set_peer(id, host, #host, port, from, from and #from or 0)
  if status == WAITING then
    wait()
    status = C.peer_set(id)
  end
  if status == 0 then
    return 1
  end
  return nil, reason_of(status)
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
  local status = C.send(id, data, #data)
  if status == 0 then
    return 1
  end
  return nil, reason_of(status)
end

function methods.receive(...)
  local count = select("#", ...)
  if count ~= 1 and count ~= 2 then
    error("expecting 1 or 2 arguments (including the object), but got " .. count, 2)
  end
  local self, size = ...
  local id = check_self(self)
  if count == 2 then
    local number = tonumber(size)
    if not number then
      bad_argument(2, "number expected, got " .. type(size))
    end
    size = min(number, MAX_DATAGRAM)
  else
    size = MAX_DATAGRAM
  end
  local status = C.receive(id, size, self.timeout, result)
  if status == WAITING then
    wait()
    status = C.received(id, size, result)
  end
  if status == 0 then
    return text_of(state.scratch, result[0])
  end
  return nil, reason_of(status)
end

function methods.settimeout(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("ngx.socket settimeout: expecting at least 2 arguments (including the object) but seen " .. count, 2)
  end
  local self, timeout = ...
  check_self(self)
  self.timeout = engine.socket_timeout(timeout)
end

function methods.close(...)
  local count = select("#", ...)
  if count ~= 1 then
    error("expecting 1 argument (including the object) but seen " .. count, 2)
  end
  local status = C.close(check_self(...))
  if status == 0 then
    return 1
  end
  return nil, reason_of(status)
end

function engine.ngx.socket.udp(...)
  local count = select("#", ...)
  if count ~= 0 then
    error("expecting zero arguments, but got " .. count, 2)
  end
  check_phase(engine.YIELDABLE)
  return setmetatable({ [engine.SOCKET_ID] = ffi.gc(id_type(), C.collect), timeout = 0 }, methods)
end
