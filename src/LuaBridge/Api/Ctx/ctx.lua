local _, engine = ...

local state, error, type = engine.state, error, type
local registry = debug.getregistry()

-- lua-resty-core, which may be loaded over this, puts a table of its own in this place.
local contexts = {}
registry.ngx_lua_ctx_tables = contexts

local FREE = 0 -- where the list of free numbers begins

local function keep(tables, table)
  local number = tables[FREE]
  if number and number ~= 0 then
    tables[FREE] = tables[number]
  else
    number = #tables + 1
  end
  tables[number] = table
  return number
end

local function set_table(table)
  if state.phase == 0 then
    error("no request found", 4)
  end
  local number = state.context
  if number == 0 then
    state.context = keep(contexts, table)
  else
    contexts[number] = table
  end
  return table
end

function engine.getters.ctx()
  local number = state.context
  if number ~= 0 then
    return contexts[number]
  end
  return (set_table({}))
end

-- Keeps a table as the ngx.ctx of a subrequest, under a number of its own.
function engine.keep_context(table)
  return keep(registry.ngx_lua_ctx_tables, table)
end

function engine.setters.ctx(value)
  if type(value) ~= "table" then
    error("ctx should be a table while getting a " .. type(value), 3)
  end
  set_table(value)
end
