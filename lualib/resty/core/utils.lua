local core = require "engine.resty.core"
local gsub, find = string.gsub, string.find

return {
  version = core.version,

  -- All occurrences of one character by another.
  str_replace_char = function(text, char, replacement)
    if not find(text, char, 1, true) then
      return text
    end
    return (gsub(text, gsub(char, "%p", "%%%0"), (gsub(replacement, "%%", "%%%%"))))
  end,
}
