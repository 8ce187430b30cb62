-- Runs what the command line of resty asks for; "options" is set in the lines before this one.
local stderr, exit, pcall, xpcall, error, traceback = io.stderr, os.exit, pcall, xpcall, error, debug.traceback

arg = options.arguments

local function fail(message)
  stderr:write("ERROR: ", message, "\n")
  exit(1)
end

local function load_all()
  local chunks = {}
  for i = 1, #options.code do
    local chunk, err = loadstring(options.code[i], "=(command line -e)")
    chunks[i] = chunk or fail(err)
  end
  if options.file then
    local chunk, err = loadfile(options.file)
    chunks[#chunks + 1] = chunk or fail(err)
  end
  return chunks
end

local function describe(err)
  return traceback(type(err) == "string" and err or tostring(err), 2)
end

local function run()
  for _, name in ipairs(options.libraries) do
    require(name)
  end
  for _, chunk in ipairs(load_all()) do
    chunk(unpack(arg))
  end
end

if options.jit == "off" then
  jit.off()
elseif options.jit then
  require("jit." .. options.jit).on()
end

local created, err = ngx.timer.at(0, function()
  local ok, message = xpcall(run, describe)
  if not ok then
    fail(message)
  end
  exit(0)
end)
if not created then
  fail(err)
end
