-- ngx.ctx is built in.
local core = require "engine.resty.core"

return {
  _VERSION = core.version,
  get_ctx_table = core.get_ctx_table,
}
