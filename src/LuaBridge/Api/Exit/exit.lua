local C, engine = ...

local ngx, check_phase, wait = engine.ngx, engine.check_phase, engine.wait
local error, type, tonumber, tostring = error, type, tonumber, tostring
local gsub = string.gsub

-- rewrite, server_rewrite, access, precontent, content, header_filter, timer, balancer and the TLS phases.
local EXIT = 0x7d6ae
-- rewrite, server_rewrite, access, precontent, content.
local REQUEST = 0x2800e

-- The numbers of Api/Exit/ExitApi.cs.
local YIELD, HEADERS_SENT, UNSAFE_URI, EMPTY_URI, SUBREQUESTS, UNSAFE_BYTE = 0, 2, 3, 4, 5, 1000

local PENDING = "attempt to abort with pending subrequests"

local function escape_byte(char)
  return ("\\x%02X"):format(char:byte())
end

function ngx.exit(status)
  local code = tonumber(status)
  if not code then
    error("bad argument #1 to 'exit' (number expected, got " .. (status == nil and "nil" or type(status)) .. ")", 2)
  end
  check_phase(EXIT)
  if code == ngx.AGAIN or code == ngx.DONE then
    error("bad argument to 'ngx.exit': does not accept NGX_AGAIN or NGX_DONE", 2)
  end
  local result = C.exit(code)
  if result == YIELD then
    return wait()
  elseif result == SUBREQUESTS then
    error(PENDING, 2)
  end
end

local redirects = { [301] = true, [302] = true, [303] = true, [307] = true, [308] = true }

function ngx.redirect(uri, status)
  if type(uri) ~= "string" then
    if type(uri) ~= "number" then
      error("bad argument #1 to 'redirect' (string expected, got " .. (uri == nil and "nil" or type(uri)) .. ")", 2)
    end
    uri = tostring(uri)
  end
  check_phase(REQUEST)
  status = status or 302
  if not redirects[status] then
    error("only ngx.HTTP_MOVED_TEMPORARILY, ngx.HTTP_MOVED_PERMANENTLY, ngx.HTTP_PERMANENT_REDIRECT, ngx.HTTP_SEE_OTHER, and ngx.HTTP_TEMPORARY_REDIRECT are allowed", 2)
  end
  local code = C.redirect(uri, #uri, status)
  if code == HEADERS_SENT then
    error("attempt to call ngx.redirect after sending out the headers", 2)
  elseif code == SUBREQUESTS then
    error(PENDING, 2)
  elseif code >= UNSAFE_BYTE then
    error(('unsafe byte "0x%02x" in redirect uri "%s"'):format(code - UNSAFE_BYTE, gsub(uri, '[%z\1-\31\127"\\]', escape_byte)), 2)
  end
  return wait()
end

function ngx.exec(uri, args)
  if type(uri) ~= "string" then
    error("bad argument #1 to 'exec' (string expected, got " .. (uri == nil and "nil" or type(uri)) .. ")", 2)
  end
  check_phase(REQUEST)
  local query = ""
  if type(args) == "table" then
    query = engine.encode_args(args)
  elseif args ~= nil then
    query = tostring(args)
  end
  local code = C.exec(uri, #uri, query, #query)
  if code == HEADERS_SENT then
    error("attempt to call ngx.exec after sending out response headers", 2)
  elseif code == SUBREQUESTS then
    error(PENDING, 2)
  elseif code == UNSAFE_URI then
    error("unsafe uri", 2)
  elseif code == EMPTY_URI then
    error("The uri argument is empty", 2)
  end
  return wait()
end
