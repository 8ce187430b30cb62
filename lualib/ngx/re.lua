return require "engine.ngx.re"
