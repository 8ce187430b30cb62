-- What third-party modules share when they call the server's functions by the FFI.
local ffi = require "ffi"
local core = require "engine.resty.core"
local new_tab, clear_tab = require "table.new", require "table.clear"

local error, select, ceil = error, select, math.ceil

-- Another module may have declared them.
local function declare(name, declaration)
  if not pcall(ffi.typeof, name) then
    ffi.cdef(declaration)
  end
end

declare("ngx_str_t", "typedef struct { size_t len; const unsigned char *data; } ngx_str_t;")
declare("ngx_http_request_t", "typedef struct ngx_http_request_s ngx_http_request_t;")
declare("ngx_http_lua_ffi_str_t", "typedef struct { int len; const unsigned char *data; } ngx_http_lua_ffi_str_t;")

local base = {
  version = core.version,
  new_tab = new_tab,
  clear_tab = clear_tab,
  get_request = core.request,

  FFI_OK = 0,
  FFI_ERROR = -1,
  FFI_AGAIN = -2,
  FFI_BUSY = -3,
  FFI_DONE = -4,
  FFI_DECLINED = -5,
  FFI_ABORT = -6,
  FFI_NO_REQ_CTX = -100,
  FFI_BAD_CONTEXT = -101,
}

local chars = ffi.typeof "char[?]"
local message, size
local buffer, buffer_size = nil, 4096

function base.get_errmsg_ptr()
  message = message or ffi.new "char *[1]"
  return message
end

function base.get_size_ptr()
  size = size or ffi.new "size_t[1]"
  return size
end

-- A buffer that is good until the next call, unless a new one is asked for.
function base.get_string_buf(length, must_alloc)
  if must_alloc or length > buffer_size then
    return chars(length)
  end
  buffer = buffer or chars(buffer_size)
  return buffer
end

function base.get_string_buf_size()
  return buffer_size
end

function base.set_string_buf_size(length)
  if length > 0 then
    buffer, buffer_size = nil, ceil(length)
  end
end

local FREE = 0 -- where the list of free numbers begins

-- Keeps a value in a table under a number, as luaL_ref does.
function base.ref_in_table(table, value)
  if value == nil then
    return -1
  end
  local number = table[FREE]
  if number and number ~= 0 then
    table[FREE] = table[number]
  else
    number = #table + 1
  end
  table[number] = value
  return number
end

function base.allows_subsystem(...)
  local subsystem = ngx.config.subsystem
  for i = 1, select("#", ...) do
    if select(i, ...) == subsystem then
      return
    end
  end
  error("unsupported subsystem: " .. subsystem, 2)
end

return base
