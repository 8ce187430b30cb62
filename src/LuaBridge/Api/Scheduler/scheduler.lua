local C, engine = ...

local create = coroutine.create
local band = require("bit").band

-- The coroutines of light threads by their slots; nothing else keeps one that waits.
local anchors = {}

local LAST_SLOT = 0x3fffff -- SlotId

-- Keeps the coroutine of the light thread that C# knows by an id; nil lets go of it.
function engine.anchor(id, co)
  anchors[band(id, LAST_SLOT)] = co
end

-- Coroutines that Lua code must not resume, see Api/Coroutine.
local engaged = setmetatable({}, { __mode = "k" })
engine.engaged = engaged

local function nothing()
end

local function make_entry(slot)
  local co = create(nothing)
  anchors[slot] = co
  engaged[co] = true
  return co
end

-- Takes back what C# was told to wait for, or to end by.
engine.cancel = C.cancel_yield

C.set_references(engine.reference(make_entry), engine.reference(anchors))
