local _, engine = ...

-- Libraries like resty.sha1 find OpenSSL's functions by ffi.C, because nginx is linked with it. The server loads OpenSSL when it is needed;
-- whoever declares something of it needs it.
local ffi = engine.ffi
local type, find, pcall = type, string.find, pcall
local cdef, load = ffi.cdef, ffi.load

local names = { "%f[%w_]MD[45]_%u", "%f[%w_]SHA%d*_%u", "%f[%w_]EVP_", "%f[%w_]AES_", "%f[%w_]RAND_", "%f[%w_]HMAC", "%f[%w_]SSL_", "%f[%w_]X509_", "%f[%w_]ERR_", "%f[%w_]BIO_",
  "%f[%w_]BN_", "%f[%w_]RSA_", "%f[%w_]EC_", "%f[%w_]PEM_", "%f[%w_]OPENSSL_", "%f[%w_]CRYPTO_", "%f[%w_]RIPEMD160_" }

local is_loaded = false

-- OpenSSL takes its default provider by itself only for the first algorithm that is asked for. Code that loads another provider before that
-- would be left without it; in nginx something of TLS has always asked before.
local function take_default_provider(crypto)
  cdef [[
    void *engine_fetch_digest(void *context, const char *name, const char *properties) __asm__("EVP_MD_fetch");
    void engine_free_digest(void *digest) __asm__("EVP_MD_free");
  ]]
  crypto.engine_free_digest(crypto.engine_fetch_digest(nil, "SHA256", nil))
end

local function load_for(text)
  for i = 1, #names do
    if find(text, names[i]) then
      is_loaded = true
      local is_there, crypto = pcall(load, "libcrypto.so.3", true)
      pcall(load, "libssl.so.3", true)
      if is_there then
        take_default_provider(crypto)
      end
      return
    end
  end
end

-- Runs once per declaration: traces of it would only stand in the way of others.
jit.off(load_for)

function ffi.cdef(text, ...)
  if not is_loaded and type(text) == "string" then
    load_for(text)
  end
  return cdef(text, ...)
end
