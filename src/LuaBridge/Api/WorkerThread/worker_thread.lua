local C, engine = ...

local check_phase, check_yieldable, wait = engine.check_phase, engine.check_yieldable, engine.wait
local pack, unpack = engine.pack, engine.unpack
local select, type, pcall, require, tostring, error = select, type, pcall, require, tostring, error
local YIELDABLE = engine.YIELDABLE

local NO_POOL = -1 -- WorkerThreadApi

-- On the helper thread: the function of the module is called with the arguments. What require says begins with no place of ours.
local function call(module, name, ...)
  local ok, loaded = pcall(require, module)
  if not ok then
    error(loaded, 0)
  end
  return loaded[name](...)
end

local function finish(ok, ...)
  local results, err
  if ok then
    results, err = pack(true, ...)
    if not results then
      results = pack(false, err .. " in the return value")
    end
  else
    err = ...
    results = pack(false, type(err) == "string" and err or tostring(err))
  end
  C.finish(results)
end

local function execute()
  finish(pcall(call, unpack(C.arguments())))
end

function engine.ngx.run_worker_thread(...)
  if select("#", ...) < 3 then
    return false, "expecting at least 3 arguments"
  end
  check_phase(YIELDABLE)
  local pool, module, name = ...
  if type(pool) ~= "string" then
    return false, "threadpool should be a string"
  end
  if type(module) ~= "string" then
    return false, "module name should be a string"
  end
  if type(name) ~= "string" then
    return false, "function name should be a string"
  end
  check_yieldable()
  local arguments, err = pack(select(2, ...))
  if not arguments then
    return false, err .. " in the argument"
  end
  local status = C.start(pool, #pool, arguments)
  if status ~= 0 then
    C.discard(arguments)
    return false, status == NO_POOL and "thread pool " .. pool .. " not found" or "no available Lua vm"
  end
  wait()
  local results = C.results()
  if results == 0 then
    return false, "worker thread failed"
  end
  return unpack(results)
end

C.set_references(engine.reference(execute))
