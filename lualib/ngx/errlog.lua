return require "engine.ngx.errlog"
