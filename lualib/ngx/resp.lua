return require "engine.ngx.resp"
