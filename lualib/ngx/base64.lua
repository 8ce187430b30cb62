return require "engine.ngx.base64"
