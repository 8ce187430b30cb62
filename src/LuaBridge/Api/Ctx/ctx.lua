local C, engine = ...

local state, error, type = engine.state, error, type
local rent = C.rent

local contexts = {}
C.set_table(engine.reference(contexts))

local function number_of()
  if state.phase == 0 then
    error("no request found", 4)
  end
  local number = state.context
  if number == 0 then
    number = rent()
    state.context = number
  end
  return number
end

function engine.getters.ctx()
  local number = state.context
  if number ~= 0 then
    return contexts[number]
  end
  local table = {}
  contexts[number_of()] = table
  return table
end

-- Keeps a table as the ngx.ctx of a subrequest, under a number of its own.
function engine.keep_context(table)
  local number = rent()
  contexts[number] = table
  return number
end

function engine.setters.ctx(value)
  if type(value) ~= "table" then
    error("ctx should be a table while getting a " .. type(value), 3)
  end
  contexts[number_of()] = value
end
