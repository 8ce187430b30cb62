local C, engine = ...

local native_require, loaded = require, package.loaded
local native_getenv, state, type = os.getenv, engine.state, type

-- Only the environment of the workers is that of the "env" directives. LuaJIT's own function takes its place again as soon as there is one.
function os.getenv(name)
  if state.phase ~= 0 then
    os.getenv = native_getenv
  elseif type(name) == "string" then
    local length = C.get_variable(name, #name)
    return length >= 0 and engine.scratch(length) or nil
  end
  return native_getenv(name)
end

-- LuaJIT compiles no call of the native one; most calls are for what is loaded long since. A module that is being loaded is not a table.
function _G.require(name)
  local module = loaded[name]
  if type(module) == "table" then
    return module
  end
  return native_require(name)
end

-- OpenResty's LuaJIT is built with these names of Lua 5.2. Neither there nor here does "#" ask a metatable of a table.
local error, select, unpack = error, select, unpack

function table.pack(...)
  return { n = select("#", ...), ... }
end

table.unpack = unpack
package.searchers = package.loaders

function _G.rawlen(value)
  local kind = type(value)
  if kind ~= "table" and kind ~= "string" then
    error("table or string expected", 2)
  end
  return #value
end

-- The server's own libraries are found last, even where the configuration or the environment names other places only.
local loadfile, loadlib, searchpath = loadfile, package.loadlib, package.searchpath
local own_path, own_cpath = engine.own_path, engine.own_cpath

package.loaders[#package.loaders + 1] = function(name)
  local file = searchpath(name, own_path)
  if file then
    local chunk, err = loadfile(file)
    return chunk or error(err, 0)
  end
  file = searchpath(name, own_cpath)
  return file and loadlib(file, "luaopen_" .. name:gsub("^.*%-", ""):gsub("%.", "_"))
end

-- The name of the chunk is what log lines show as the place of the call.
assert(loadstring([[
local ngx, rawset, tostring, traceback = ngx, rawset, tostring, debug.traceback

setmetatable(_G, {
  __newindex = function(globals, name, value)
    rawset(globals, name, value)
    local phase = ngx.get_phase()
    if phase ~= "init" and phase ~= "init_worker" then
      ngx.log(ngx.WARN, "writing a global Lua variable ('", tostring(name), "') which may lead to race conditions between concurrent ",
        "requests, so prefer the use of 'local' variables", traceback("", 2))
    end
  end,
})
]], "=_G write guard"))()
