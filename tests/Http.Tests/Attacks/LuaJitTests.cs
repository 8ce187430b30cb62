namespace Engine.Http.Tests.Attacks;

/// <summary>What once broke LuaJIT itself ends as it should, and the server keeps serving.</summary>
internal sealed class LuaJitTests() : ScriptFixture
{
    [TearDown]
    public void ServerStillServes() => Assert.That(Server.Get("/uri").Body, Is.EqualTo("/uri?"));

    [Test(Description = "CVE-2024-25176: the longest numbers in the widest formats")]
    public void Format_OfTheLongestNumbers_StaysInItsBuffer() =>
        Assert.That(Run("""
            local lengths = {}
            for _, format in ipairs { "%99.99f", "%-99.99f", "%099.99e", "%99.99g", "%99.99a", "%+099.99f" } do
              for _, number in ipairs { 1e308, -1e308, 5e-324, -5e-324, 1/0, -1/0, 0/0, 0, -0.0, 2^53 } do
                local text = format:format(number)
                assert(#text >= 99)
                lengths[#lengths + 1] = #text > 400 and "long" or nil
              end
            end
            ngx.print(#lengths)
            """).Body, Is.EqualTo("6"));

    [Test(Description = "CVE-2024-25177: a table without a metatable, whose making a trace has put off")]
    public void Metatable_TakenAwayInATrace_IsNil() =>
        Assert.That(Run("""
            local function make(count)
              local made
              for i = 1, count do
                made = setmetatable({}, { __index = function() return i end })
                setmetatable(made, nil)
                if i == count then
                  return getmetatable(made), rawget(made, 1), made.x
                end
              end
            end
            for _ = 1, 200 do
              local metatable, first, field = make(100)
              assert(metatable == nil and first == nil and field == nil)
            end
            ngx.print("nil")
            """).Body, Is.EqualTo("nil"));

    [Test(Description = "CVE-2024-25178, CVE-2020-24372: the stack overflows, again in the handler of that error, and in coroutines")]
    public void Stack_OverflowsInItsErrorHandler_IsAnError() =>
        Assert.That(Run("""
            local function deep() return 1 + deep() end
            for _ = 1, 5 do
              assert(not pcall(deep))
              assert(not xpcall(deep, deep))
              assert(not xpcall(deep, debug.traceback))
              assert(not coroutine.resume(coroutine.create(deep)))
            end
            for _, handler in ipairs { 1, "x", {}, setmetatable({}, { __call = function() error("again") end }) } do
              pcall(xpcall, function() error({}) end, handler)
            end
            ngx.print("survived")
            """).Body, Is.EqualTo("survived"));

    [Test(Description = "CVE-2019-19391: a function is announced to debug.getinfo, and none is there")]
    public void GetInfo_OfNoFunction_IsRefused() =>
        Assert.That(Run("""
            local refused = 0
            for _, value in ipairs { 1, "f", {}, true } do
              refused = refused + (pcall(debug.getinfo, value, ">f") and 0 or 1)
            end
            refused = refused + (pcall(debug.getinfo, 1, ">Snlf") and 0 or 1)
            ngx.print(refused)
            """).Body, Is.EqualTo("5"));
}
