local C, engine = ...

local req, check_phase = engine.ngx.req, engine.check_phase
local error, type, tostring = error, type, tostring

-- set, rewrite, server_rewrite, access, precontent, content.
local REQUEST = 0x2800f

local NOT_READ, NOT_BEGUN, ERRNO = 1, 2, 1000

function engine.body_was_read()
  return C.was_read() ~= 0
end

local function raise(code)
  if code == NOT_READ then
    error("request body not read yet", 3)
  elseif code == NOT_BEGUN then
    error("request_body not initialized", 3)
  elseif code ~= 0 then
    error("failed to write the request body", 3)
  end
end

function req.set_body_file(path, auto_clean)
  if type(path) ~= "string" then
    error("bad argument #1 to 'set_body_file' (string expected, got " .. type(path) .. ")", 2)
  end
  check_phase(REQUEST)
  local code = C.set_file(path, #path, auto_clean and 1 or 0)
  if code > ERRNO then
    error("failed to open file " .. path .. ": " .. (code - ERRNO), 2)
  end
  raise(code)
end

function req.init_body(size)
  if size ~= nil and (type(size) ~= "number" or size < 0) then
    error("bad argument #1 to 'init_body' (non-negative number expected, got " .. tostring(size) .. ")", 2)
  end
  check_phase(REQUEST)
  raise(C.init(size or -1))
end

function req.append_body(text)
  if type(text) ~= "string" then
    if type(text) ~= "number" then
      error("bad argument #1 to 'append_body' (string expected, got " .. type(text) .. ")", 2)
    end
    text = tostring(text)
  end
  check_phase(REQUEST)
  raise(C.append(text, #text))
end

function req.finish_body()
  check_phase(REQUEST)
  raise(C.finish())
end
