-- Before a script of resty runs: output goes to the terminal, and the process ends when the script says so.
local ffi = require "ffi"
local stdout, stderr = io.stdout, io.stderr
local select, tostring, type, error = select, tostring, type, error
local null = ngx.null

ffi.cdef "void _exit(int status);"

ngx.config.is_console = true

local function append(buffer, value, index)
  local kind = type(value)
  if kind == "string" or kind == "number" or kind == "nil" or kind == "boolean" then
    buffer[#buffer + 1] = tostring(value)
  elseif value == null then
    buffer[#buffer + 1] = "null"
  elseif kind == "table" then
    for i = 1, #value do
      append(buffer, value[i], index)
    end
  else
    error("bad argument #" .. index .. " to 'print' (string, number, boolean, nil, ngx.null, or array table expected, got " .. kind .. ")", 4)
  end
end

local function write(ending, ...)
  local buffer = {}
  for i = 1, select("#", ...) do
    append(buffer, (select(i, ...)), i)
  end
  buffer[#buffer + 1] = ending
  stdout:write(table.concat(buffer))
  return 1
end

function ngx.print(...)
  return write("", ...)
end

function ngx.say(...)
  return write("\n", ...)
end

function ngx.flush()
  stdout:flush()
  return 1
end

function ngx.eof()
  return 1
end

function print(...)
  local buffer = {}
  for i = 1, select("#", ...) do
    buffer[i] = tostring((select(i, ...)))
  end
  stdout:write(table.concat(buffer, "\t"), "\n")
end

-- The server's threads are in the way of exit(3).
function os.exit(code)
  if code == nil or code == true then
    code = 0
  elseif code == false then
    code = 1
  end
  stdout:flush()
  stderr:flush()
  ffi.C._exit(code)
end

function ngx.exit(code)
  os.exit(code)
end

-- A script is alone: its global variables are in nobody's way.
setmetatable(_G, nil)
