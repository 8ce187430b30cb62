using System.Reflection;
using System.Runtime.InteropServices;
using Engine.Testing;

namespace Engine.Host.Tests.Exports;

/// <summary>The functions that lua-resty-core and other Lua code call through ffi.C. They are there in the published executable only.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ExportTests
{
    private static readonly string[] Names = File.ReadAllLines(SourceTree.PathOf("tests", "Host.Tests", "Exports", "names.txt"));

    [SetUp]
    public void NeedPublished()
    {
        if (!ServerBinary.UnderTest.IsPublished)
            Assert.Ignore("not the published executable");
    }

    [Test]
    public void Exports_OfTheBridge_AreThoseOfTheInterface()
    {
        var declared = Assembly.Load("Engine.LuaBridge").GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(static method => method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint)
            .OfType<string>()
            .Order(StringComparer.Ordinal);

        Assert.That(declared, Is.EqualTo(Names));
    }

    [Test]
    public void Exports_OfTheExecutable_AreFoundByLuaJit()
    {
        const string code = """
            local ffi, missing = require "ffi", {}
            for name in ngx.req.get_body_data():gmatch("%S+") do
              ffi.cdef("void " .. name .. "(void);")
              if not pcall(function() return ffi.C[name] end) then
                missing[#missing + 1] = name
              end
            end
            ngx.print(table.concat(missing, " "))
            """;
        using var server = Start("", "lua_need_request_body on; client_body_buffer_size 64k; content_by_lua_block { " + code + " }");
        var list = string.Join('\n', Names);

        using var connection = server.Connect();
        connection.Send($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {list.Length}\r\n\r\n{list}");

        Assert.That(connection.ReadResponse().Body, Is.Empty);
    }

    /// <summary>The handler gets C, the FFI with the declarations of lua-resty-core's modules, and r, the request.</summary>
    [TestCase("""
        local value, length, message = ffi.new "char *[1]", ffi.new "size_t[1]", ffi.new "char *[1]"
        ngx.print(C.ngx_http_lua_ffi_var_get(r, "arg_a", 5, nil, 0, value, length, message), " ", ffi.string(value[0], length[0]))
        """, "0 1", TestName = "{m}(a variable)")]
    [TestCase("""
        local text, length = ffi.new "unsigned char[256]", ffi.new("size_t[1]", 256)
        ngx.print(C.ngx_http_lua_ffi_var_set(r, "uri", 3, nil, "x", 1, text, length), " ", ffi.string(text, length[0]))
        """, "-1 variable \"uri\" not changeable", TestName = "{m}(a variable that can't be set)")]
    [TestCase("""
        ngx.req.set_header("X-Ab", "1")
        local count = C.ngx_http_lua_ffi_req_get_headers_count(r, 0, ffi.new "int[1]")
        local fields = ffi.new("pair_t[?]", count + 1)
        C.ngx_http_lua_ffi_req_get_headers(r, fields, count + 1, 0)
        local key = fields[count - 1].key
        ngx.print(ffi.string(key.data, key.len))
        """, "x-ab", TestName = "{m}(fields of the request)")]
    [TestCase("""
        local zone = C.ngx_http_lua_ffi_shdict_udata_to_zone(ngx.shared.d[1])
        local message, forcible, number = ffi.new "char *[1]", ffi.new "int[1]", ffi.new("double[1]", 2)
        C.ngx_http_lua_ffi_shdict_store(zone, 0, "k", 1, 3, nil, 0, 40, 0, 0, message, forcible)
        ngx.print(C.ngx_http_lua_ffi_shdict_incr(zone, "k", 1, number, message, 0, 0, 0, forcible), " ", number[0], " ", ngx.shared.d:get("k"))
        """, "0 42 42", TestName = "{m}(a shared dict)")]
    [TestCase("""
        local zone = C.ngx_http_lua_ffi_shdict_udata_to_zone(ngx.shared.d[1])
        ngx.shared.d:set("long", ("x"):rep(5000), 0, 7)
        local kind, size, number, flags, stale = ffi.new "int[1]", ffi.new("size_t[1]", 16), ffi.new "double[1]", ffi.new "int[1]", ffi.new "int[1]"
        local room, text, message = ffi.new "unsigned char[16]", ffi.new "unsigned char *[1]", ffi.new "char *[1]"
        text[0] = room
        C.ngx_http_lua_ffi_shdict_get(zone, "long", 4, kind, text, size, number, flags, 0, stale, message)
        ngx.print(kind[0], " ", tonumber(size[0]), " ", text[0] ~= room, " ", flags[0], " ", ffi.string(text[0], size[0]) == ("x"):rep(5000))
        C.free(text[0])
        """, "4 5000 true 7 true", TestName = "{m}(a long value of a shared dict)")]
    [TestCase("""
        local message = ffi.new "unsigned char[256]"
        local re = C.ngx_http_lua_ffi_compile_regex("(?<year>\\d+)-(\\d+)", 18, 4, 0, message, 256)
        local rc = C.ngx_http_lua_ffi_exec_regex(re, 4, "on 2026-11", 10, 0)
        ngx.print(rc, " ", re.captures[0], " ", re.captures[5], " ", re.ncaptures, " ", re.name_count, " ", ffi.string(re.name_table + 2))
        C.ngx_http_lua_ffi_destroy_regex(re)
        """, "3 3 10 2 1 year", TestName = "{m}(a regular expression)")]
    [TestCase("""
        local message = ffi.new "unsigned char[256]"
        ngx.print(C.ngx_http_lua_ffi_compile_regex("(", 1, 0, 0, message, 256) == nil, " ", ffi.string(message):match("^%w+"))
        """, "true pcre2", TestName = "{m}(a wrong regular expression)")]
    [TestCase("""
        local semaphore, message, length = ffi.new "void *[1]", ffi.new "char *[1]", ffi.new("size_t[1]", 64)
        C.ngx_http_lua_ffi_sema_new(semaphore, 0, message)
        ngx.thread.spawn(function() ngx.sleep(0.001) C.ngx_http_lua_ffi_sema_post(semaphore[0], 1) end)
        local first = C.ngx_http_lua_ffi_sema_wait(r, semaphore[0], 60000, ffi.new "unsigned char[64]", length)
        ngx.print(first, " ", coroutine._yield())
        local second = C.ngx_http_lua_ffi_sema_wait(r, semaphore[0], 1, ffi.new "unsigned char[64]", length)
        ngx.print(" ", second, " ", table.concat({ select(2, coroutine._yield()) }))
        C.ngx_http_lua_ffi_sema_gc(semaphore[0])
        """, "-2 true -2 timeout", TestName = "{m}(a semaphore)")]
    [TestCase("""
        local text, length = ffi.new "unsigned char[64]", ffi.new("size_t[1]", 64)
        ngx.print("before ")
        if C.ngx_http_lua_ffi_exit(r, 200, text, length) == 0 then
          coroutine._yield()
        end
        ngx.print("behind")
        """, "before ", TestName = "{m}(exit)")]
    [TestCase("""
        local co = coroutine.wrap(function(...) local x = coroutine._yield(...) return x * 2 end)
        ngx.print(co(1, 2), " ", co(21))
        """, "1 42", TestName = "{m}(_yield where nobody waits)")]
    [TestCase("""
        local program, text, length = ffi.new "program_t", ffi.new "unsigned char[256]", ffi.new("size_t[1]", 256)
        local arguments = ffi.new("const char *[4]", { "/bin/sh", "-c", "echo hello; exit 3" })
        program.stdout_read_timeout, program.wait_timeout = 60000, 60000
        C.ngx_http_lua_ffi_pipe_spawn(r, program, "/bin/sh", arguments, 0, 4096, nil, text, length)
        local room, bytes, size = ffi.new "unsigned char[64]", ffi.new "unsigned char *[1]", ffi.new("size_t[1]", 64)
        bytes[0] = room
        local rc = C.ngx_http_lua_ffi_pipe_proc_read(r, program, 0, 0, 0, bytes, size, text, length)
        if rc == -2 then
          coroutine._yield()
          rc = C.ngx_http_lua_ffi_pipe_get_read_result(r, program, 0, bytes, size, text, length)
        end
        ngx.print(rc, " ", ffi.string(room, size[0] - 1))
        local reason, status = ffi.new "char *[1]", ffi.new "int[1]"
        rc = C.ngx_http_lua_ffi_pipe_proc_wait(r, program, reason, status, text, length)
        if rc == -2 then
          local ok, why, code = coroutine._yield()
          ngx.print(" ", ok, " ", why, " ", code)
        else
          ngx.print(" ", rc == 0, " ", ffi.string(reason[0]), " ", status[0])
        end
        C.ngx_http_lua_ffi_pipe_proc_destroy(program)
        """, "0 hello false exit 3", TestName = "{m}(a program)")]
    [TestCase("""
        local functions, value = ffi.new "void *[1]", ffi.new "struct { int len; const char *data; }"
        ngx.print(C.ngx_http_lua_ffi_ndk_lookup_directive("x", 1, functions), " ")
        ngx.print(C.ngx_http_lua_ffi_ndk_lookup_directive("set_encode_hex", 14, functions), " ")
        ngx.print(C.ngx_http_lua_ffi_ndk_set_var_get(r, functions[0], "ab", 2, value), " ", ffi.string(value.data, value.len))
        """, "-5 0 0 6162", TestName = "{m}(a directive of set-misc)")]
    [TestCase("""
        local digest = ffi.new "unsigned char[32]"
        C.ngx_http_lua_ffi_md5("x", 1, digest)
        ngx.print(ffi.string(digest, 32))
        """, "9dd4e461268c8034f5c8564e155c67a6", TestName = "{m}(a digest)")]
    [TestCase("""
        local message = ffi.new "char *[1]"
        ngx.print(C.ngx_http_lua_ffi_ssl_get_tls1_version(r, message), " ", ffi.string(message[0]))
        """, "-1 bad ssl conn", TestName = "{m}(TLS without TLS)")]
    public void Call_ByForeignCode_Works(string code, string expected)
    {
        using var server = Start("lua_shared_dict d 1m;", "content_by_lua_block { local ffi = require 'ffi' local C, r = ffi.C, require('thread.exdata')() " + code + " }");

        using var connection = server.Connect();
        Assert.That(connection.Get("/?a=1").Body, Is.EqualTo(expected), () => server.ErrorLog.Text);
    }

    private static ServerUnderTest Start(string http, string location) => ServerUnderTest.Start($$"""
        http {
          {{http}}
          init_by_lua_block { {{Declarations}} }
          server { listen {port}; location / { {{location}} } }
        }
        """);

    private const string Declarations = """
        require("ffi").cdef [[
          typedef struct ngx_http_request_s ngx_http_request_t;
          typedef struct {
            void *pool; unsigned char *name_table; int name_count, name_entry_size, ncaptures; int *captures; void *regex, *regex_sd, *replace; const char *pattern;
          } ngx_http_lua_regex_t;
          int ngx_http_lua_ffi_var_get(ngx_http_request_t *r, const char *name, size_t length, char *lower, int capture, char **value, size_t *value_length, char **err);
          int ngx_http_lua_ffi_var_set(ngx_http_request_t *r, const char *name, size_t length, unsigned char *lower, const char *value, size_t value_length,
            unsigned char *err, size_t *err_length);
          typedef struct { int len; const unsigned char *data; } text_t;
          typedef struct { text_t key, value; } pair_t;
          int ngx_http_lua_ffi_req_get_headers_count(ngx_http_request_t *r, int max, int *truncated);
          int ngx_http_lua_ffi_req_get_headers(ngx_http_request_t *r, pair_t *pairs, int count, int raw);
          void *ngx_http_lua_ffi_shdict_udata_to_zone(void *userdata);
          int ngx_http_lua_ffi_shdict_store(void *zone, int op, const char *key, size_t length, int type, const char *text, size_t text_length, double number,
            long ms, int flags, char **err, int *forcible);
          int ngx_http_lua_ffi_shdict_incr(void *zone, const char *key, size_t length, double *value, char **err, int has_init, double init, long ms, int *forcible);
          int ngx_http_lua_ffi_shdict_get(void *zone, const char *key, size_t length, int *type, unsigned char **text, size_t *text_length, double *number,
            int *flags, int get_stale, int *is_stale, char **err);
          void free(void *memory);
          ngx_http_lua_regex_t *ngx_http_lua_ffi_compile_regex(const char *pattern, size_t length, int flags, int options, unsigned char *err, size_t err_size);
          int ngx_http_lua_ffi_exec_regex(ngx_http_lua_regex_t *re, int flags, const char *subject, size_t length, int position);
          void ngx_http_lua_ffi_destroy_regex(ngx_http_lua_regex_t *re);
          int ngx_http_lua_ffi_sema_new(void **semaphore, int count, char **err);
          int ngx_http_lua_ffi_sema_post(void *semaphore, int count);
          int ngx_http_lua_ffi_sema_wait(ngx_http_request_t *r, void *semaphore, int ms, unsigned char *err, size_t *err_length);
          void ngx_http_lua_ffi_sema_gc(void *semaphore);
          int ngx_http_lua_ffi_exit(ngx_http_request_t *r, int status, unsigned char *err, size_t *err_length);
          void ngx_http_lua_ffi_md5(const char *text, size_t length, unsigned char *digest);
          typedef struct {
            int pid; uintptr_t write_timeout, stdout_read_timeout, stderr_read_timeout, wait_timeout; void *pipe;
          } program_t;
          int ngx_http_lua_ffi_pipe_spawn(ngx_http_request_t *r, program_t *program, const char *file, const char **arguments, int merge_stderr,
            size_t buffer_size, const char **environment, unsigned char *err, size_t *err_length);
          int ngx_http_lua_ffi_pipe_proc_read(ngx_http_request_t *r, program_t *program, int from_stderr, int goal, size_t length, unsigned char **bytes,
            size_t *size, unsigned char *err, size_t *err_length);
          int ngx_http_lua_ffi_pipe_get_read_result(ngx_http_request_t *r, program_t *program, int from_stderr, unsigned char **bytes, size_t *size,
            unsigned char *err, size_t *err_length);
          int ngx_http_lua_ffi_pipe_proc_wait(ngx_http_request_t *r, program_t *program, char **reason, int *status, unsigned char *err, size_t *err_length);
          void ngx_http_lua_ffi_pipe_proc_destroy(program_t *program);
          int ngx_http_lua_ffi_ndk_lookup_directive(const char *name, size_t length, void **function);
          int ngx_http_lua_ffi_ndk_set_var_get(ngx_http_request_t *r, void *function, const char *value, size_t length, void *result);
          int ngx_http_lua_ffi_ssl_get_tls1_version(ngx_http_request_t *r, char **err);
        ]]
        """;
}
