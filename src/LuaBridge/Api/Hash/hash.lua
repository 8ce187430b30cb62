local C, engine = ...

local ngx, text, check_text, scratch = engine.ngx, engine.text, engine.check_text, engine.scratch
local error, select = error, select
local crc32, md5, md5_hex, sha1, hmac_sha1 = C.crc32, C.md5, C.md5_hex, C.sha1, C.hmac_sha1

function ngx.crc32_short(value)
  value = text(value)
  return crc32(value, #value)
end

ngx.crc32_long = ngx.crc32_short

function ngx.md5(value)
  value = text(value)
  md5_hex(value, #value)
  return scratch(32)
end

function ngx.md5_bin(value)
  value = text(value)
  md5(value, #value)
  return scratch(16)
end

function ngx.sha1_bin(value)
  value = text(value)
  sha1(value, #value)
  return scratch(20)
end

function ngx.hmac_sha1(...)
  local count = select("#", ...)
  if count ~= 2 then
    error("expecting 2 arguments, but got " .. count, 2)
  end
  local key, value = ...
  key, value = check_text(key, 1), check_text(value, 2)
  hmac_sha1(key, #key, value, #value)
  return scratch(20)
end
