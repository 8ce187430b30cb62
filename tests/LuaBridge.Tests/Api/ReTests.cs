using Engine.Core.Log;

namespace Engine.LuaBridge.Tests.Api;

public sealed class ReTests
{
    private const string Show = """
        local function show(m, err)
          if not m then return tostring(m) .. " " .. tostring(err) end
          local parts = {}
          for i = 0, 9 do if m[i] ~= nil then parts[#parts + 1] = tostring(m[i]) end end
          return table.concat(parts, ",")
        end
        """;

    [TestCase("return show(ngx.re.match('hello, 1234', '([0-9])([0-9]+)'))", "1234,1,234")]
    [TestCase("return show(ngx.re.match('hello', '(x)|(h)|(z)'))", "h,false,h,false")]
    [TestCase("return show(ngx.re.match('hello', 'z'))", "nil nil")]
    [TestCase("return show(ngx.re.match(1234, '2(3)'))", "23,3")]
    [TestCase("return show(ngx.re.match('HELLO', 'hello', 'ijo'))", "HELLO")]
    [TestCase("return show(ngx.re.match('abc', 'a|ab|abc', 'd'))", "abc")]
    [TestCase("return show(ngx.re.match('xa', 'a', 'a'))", "nil nil")]
    [TestCase("return show(ngx.re.match('a\\nb', '^b$', 'm'))", "b")]
    [TestCase("return show(ngx.re.match('a\\nb', 'a.b', 's'))", "a\nb")]
    [TestCase("return show(ngx.re.match('ab', 'a b #c', 'x'))", "ab")]
    [TestCase("return show(ngx.re.match('h\u00e9!', 'h.!', 'u'))", "h\u00e9!")]
    [TestCase("return show(ngx.re.match('a\\255', '.', 'u'))", "nil pcre_exec() failed: -23")]
    [TestCase("return show(ngx.re.match('a\\255', 'a', 'U'))", "a")]
    [TestCase("return show(ngx.re.match('x', '(abc'))", "nil pcre2_compile() failed: missing closing parenthesis in \"(abc\"")]
    [TestCase("local c = {} local m = ngx.re.match('1234', '[0-9]', '', c) m = ngx.re.match('1234', '[0-9]', '', c) return m[0], c.pos", "2 3")]
    [TestCase("local t = { x = 1 } local m = ngx.re.match('a', 'a', '', nil, t) return m == t, t[0], t.x", "true a 1")]
    [TestCase("local m = ngx.re.match('a', '(?<x>a)(?<y>z)?') return m.x, m.y, m[2]", "a false false")]
    [TestCase("local m = ngx.re.match('ab', '(?<x>a)(?<y>z)?(?<x>b)', 'D') return m.x[1], m.x[2], m.y", "a b nil")]
    [TestCase("return ngx.re.find('hello, 1234', '([0-9])([0-9]+)')", "8 11")]
    [TestCase("return ngx.re.find('hello, 1234', '([0-9])([0-9]+)', 'jo', nil, 2)", "9 11")]
    [TestCase("return ngx.re.find('a', '(a)(b)?', '', nil, 2)", "nil nil")]
    [TestCase("return ngx.re.find('a', 'a', '', nil, 1)", "nil nil nth out of bound")]
    [TestCase("return ngx.re.find('abc', '$', '', { pos = 4 })", "4 3")]
    [TestCase("return ngx.re.find('a', '(a')", "nil nil pcre2_compile() failed: missing closing parenthesis in \"(a\"")]
    [TestCase("local t = {} for m in ngx.re.gmatch('hello, world', '[a-z]+', 'i') do t[#t + 1] = m[0] end return table.concat(t, '|')", "hello|world")]
    [TestCase("local n = 0 for m in ngx.re.gmatch('abc', '') do n = n + 1 end return n", "4")]
    [TestCase("local it = ngx.re.gmatch('ab', '[ab]') ngx.re.match('x', 'y') return it()[0], it()[0], it(), it()", "a b nil nil")]
    [TestCase("return ngx.re.sub('hello, 1234', '([0-9])[0-9]', '[$0][$1][${1}x]$$')", "hello, [12][1][1x]$34 1")]
    [TestCase("return ngx.re.gsub('a,b;c', '[,;]', '-')", "a-b-c 2")]
    [TestCase("return ngx.re.gsub('abc', '', '-')", "-a-b-c- 4")]
    [TestCase("return ngx.re.gsub('h\u00e9', '', '-', 'u')", "-h-\u00e9- 3")]
    [TestCase("return ngx.re.gsub('abc', 'x', '-', 'o')", "abc 0")]
    [TestCase("return ngx.re.gsub('a1b2', '([a-z])(\\\\d)', function(m) ngx.re.match('zz', 'z(z)') return m[2] .. m[1] end)", "1a2b 2")]
    [TestCase("return ngx.re.sub('abc', '(b)(x)?', '[$2$9$12]')", "a[]c 1")]
    [TestCase("return ngx.re.gsub('ab', '(a)|(b)', '<$1$2>$$x${2}', 'jo')", "<a>$x<b>$xb 2")]
    [TestCase("return ngx.re.gsub('abcd', 'b\\\\Kc', '-', 'jo')", "ab-d 1")]
    [TestCase("return #ngx.re.gsub(('a'):rep(5000), 'a', '[$0]', 'jo')", "15000")]
    [TestCase("for i = 1, 40 do local w = ('x'):rep(i) assert(ngx.re.sub('abc', 'b', w .. '$0', 'jo') == 'a' .. w .. 'bc') end return 'same'", "same")]
    [TestCase("return ngx.re.find('ab', 'b', 'jo', { pos = 9 })", "nil nil pcre_exec() failed: -33")]
    [TestCase("return ngx.re.sub('abc', 'b', function() return nil end)", "anilc 1")]
    [TestCase("return table.concat(require('ngx.re').split('a,b,c,d', ','), '|')", "a|b|c|d")]
    [TestCase("return table.concat(require('ngx.re').split('a,b,c,d', '(,)', nil, nil, 3), '|')", "a|,|b|,|c,d")]
    [TestCase("return table.concat(require('ngx.re').split('a,b,,', ','), '|')", "a|b")]
    [TestCase("return table.concat(require('ngx.re').split('a,b,,', ',', nil, nil, 9), '|')", "a|b||")]
    [TestCase("return table.concat(require('ngx.re').split('abcd', ''), '|')", "a|b|c|d")]
    [TestCase("return table.concat(require('ngx.re').split('a,b,c', ',', nil, { pos = 3 }), '|')", "b|c")]
    public void Calls_GiveWhatOpenRestyGives(string code, string result)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Run(Show + "\n" + code), Is.EqualTo(result));
    }

    [TestCase("$-", "lua script: invalid capturing variable name found in \"$-\"")]
    [TestCase("${1", "the closing bracket in \"1\" variable is missing")]
    [TestCase("[${hello}]", "attempt to use named capturing variable \"hello\" (named captures not supported yet)")]
    public void Sub_BadTemplate_FailsAndIsLogged(string template, string line)
    {
        using var worker = new LuaWorker(level: LogLevel.Error);

        Assert.That(worker.Run($"return ngx.re.sub('a', 'b', '{template}')"), Is.EqualTo("nil nil failed to compile the replacement template"));
        Assert.That(worker.Log.Lines[0], Is.EqualTo("[error] " + line));
    }

    [TestCase("ngx.re.match('a', 'b', 'z')", "unknown flag \"z\" (flags \"z\")")]
    [TestCase("ngx.re.gsub('a', 'b', 'c', 'z')", "unknown flag \"z\" (flags \"z\")")]
    [TestCase("ngx.re.match('a', nil)", "bad argument #2 to '?' (string expected, got nil)")]
    [TestCase("require('ngx.re').opt('x', 1)", "unrecognized option name")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [Test]
    public void Match_BeyondTheLimit_Fails()
    {
        using var worker = new LuaWorker(settings => settings with { RegexMatchLimit = 500 });

        Assert.That(worker.Run("local m, err = ngx.re.match(('a'):rep(30) .. 'c', '(?:a+)+[bd]$') return m, err"), Is.EqualTo("nil pcre_exec() failed: -47"));
    }

    [Test]
    public void CompileOnce_MorePatternsThanTheCacheHolds_StaysCorrect()
    {
        using var worker = new LuaWorker(settings => settings with { RegexCacheSize = 8 });

        Assert.That(worker.Run("""
            local wrong = 0
            for round = 1, 3 do
              for i = 1, 50 do
                local m = ngx.re.match("x" .. i .. "y", "x(" .. i .. ")y", "jo")
                if not m or m[1] ~= tostring(i) then wrong = wrong + 1 end
              end
              collectgarbage()
            end
            return wrong
            """), Is.EqualTo("0"));
    }
}
