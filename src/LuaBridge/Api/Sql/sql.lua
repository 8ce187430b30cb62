local _, engine = ...

local check_text = engine.check_text
local error, select, gsub = error, select, string.gsub

-- What MySQL reads specially in a string.
local escapes = {
  ["\0"] = "\\0", ["\b"] = "\\b", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\26"] = "\\Z",
  ["\\"] = "\\\\", ["'"] = "\\'", ['"'] = '\\"',
}

function engine.ngx.quote_sql_str(...)
  if select("#", ...) ~= 1 then
    error("expecting one argument", 2)
  end
  local text = check_text((...), 1)
  return "'" .. gsub(text, "[%z\b\n\r\t\26\\'\"]", escapes) .. "'"
end
