local C, engine = ...

local check_text, scratch, error, select = engine.check_text, engine.scratch, error, select
local quote = C.quote

function engine.ngx.quote_sql_str(...)
  if select("#", ...) ~= 1 then
    error("expecting one argument", 2)
  end
  local text = check_text((...), 1)
  local length = quote(text, #text)
  if length >= 0 then
    text = scratch(length)
  elseif length < -1 then
    error("not enough memory", 0)
  end
  return "'" .. text .. "'"
end
