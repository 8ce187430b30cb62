local C, engine = ...

local ffi, wait = engine.ffi, engine.wait
local error, select, tostring, type = error, select, tostring, type
local methods, reason_of, check_self = engine.stream_methods, engine.socket_reason, engine.check_socket

local OK, WAITING, ALREADY, OTHER_IDENTITY = 0, 1, 14, 15 -- SocketStatus

local function begin(self, id, session, name, verify, status)
  name = name and tostring(name) or ""
  session = type(session) == "cdata" and session or nil
  local code = C.handshake(id, name, #name, verify and 1 or 0, status and 1 or 0, session, self.certificate, self.key, engine.connect_timeout_of(self))
  if code == WAITING then
    wait()
    code = C.handshaken(id)
  end
  return code
end

function methods.sslhandshake(self, session, name, verify, status, ...)
  local more = select("#", ...)
  if not self or more > 0 then
    error("ngx.socket sslhandshake: expecting 1 ~ 5 arguments (including the object), but seen " .. (self and 5 + more or 0), 2)
  end
  local id = check_self(self)
  local code = begin(self, id, session, name, verify, status)
  if code == OTHER_IDENTITY then
    -- A connection out of the pool that speaks with somebody else is of no use: another is made in its place.
    local ok, err = engine.reconnect(self)
    if not ok then
      return nil, err
    end
    code = begin(self, id, session, name, verify, status)
  end
  if code == ALREADY and type(session) == "cdata" then
    return session
  end
  if code ~= OK and code ~= ALREADY then
    return nil, reason_of(code)
  end
  if session == false then
    return true
  end
  return ffi.gc(C.session(id), C.free_session)
end

function methods.setclientcert(self, certificate, key)
  check_self(self)
  if not certificate and not key then
    self.certificate, self.key = nil, nil
    return true
  end
  if not certificate or not key then
    return nil, "client certificate must be supplied with corresponding private key"
  end
  if type(certificate) ~= "cdata" then
    return nil, "bad cert arg: cdata expected, got " .. type(certificate)
  end
  if type(key) ~= "cdata" then
    return nil, "bad pkey arg: cdata expected, got " .. type(key)
  end
  self.certificate, self.key = certificate, key
  return true
end
