-- Lua's collector waits until the memory in use has doubled. What a VM holds by itself is a few hundred kilobytes, so that it would mark and
-- sweep all of that after some hundred requests. Here a cycle begins when what was in use has doubled and four megabytes more have come. A
-- pause that Lua code sets is left as it is from then on.
local newproxy, getmetatable = newproxy, getmetatable
local collectgarbage, floor = collectgarbage, math.floor

local DOUBLED, YOUNG = 200, 4096 -- percent, kilobytes

local pause = DOUBLED

local function set_pause()
  local wanted = DOUBLED + floor(100 * YOUNG / collectgarbage("count"))
  local found = collectgarbage("setpause", wanted)
  if found ~= pause then
    collectgarbage("setpause", found)
    return false
  end
  pause = wanted
  return true
end

-- Nobody refers to it: its finalizer runs in every cycle, before the next pause is measured.
local sentinel = newproxy(true)

local function on_cycle()
  if set_pause() then
    newproxy(sentinel)
  end
end

getmetatable(sentinel).__gc = on_cycle
on_cycle()
