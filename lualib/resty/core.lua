-- Everything that lua-resty-core adds is built in: this is for code that requires it, and for what it returns.
for _, name in ipairs {
  "var", "worker", "regex", "shdict", "time", "hash", "uri", "exit", "base64", "request", "response", "phase", "ndk", "coroutine", "param", "socket",
  "misc", "ctx",
} do
  require("resty.core." .. name)
end

return { version = require("resty.core.base").version }
