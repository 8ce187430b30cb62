return require "engine.ngx.ssl"
