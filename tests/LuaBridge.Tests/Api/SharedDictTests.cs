using Engine.LuaBridge.Api.SharedDict;

namespace Engine.LuaBridge.Tests.Api;

public sealed class SharedDictTests
{
    private DictZone zone = null!;

    [SetUp]
    public void MakeZone() => zone = new DictZone("dogs", 100 * 1024);

    [TearDown]
    public void FreeZone() => zone.Dispose();

    [TestCase("dogs:set('a', 'text') return dogs:get('a')", "text")]
    [TestCase("dogs:set('a', 1.5) return dogs:get('a')", "1.5")]
    [TestCase("dogs:set('a', true) dogs:set('b', false) return dogs:get('a'), dogs:get('b')", "true false")]
    [TestCase("for i = 1, 40 do local k = ('k'):rep(i) dogs:set(k, k) dogs:set(k, k .. i) end for i = 1, 40 do local k = ('k'):rep(i) assert(dogs:get(k) == k .. i) end return 'same'", "same")]
    [TestCase("for i = 1, 20 do local k = ('k'):rep(i) for at = 1, i do dogs:set(k:sub(1, at - 1) .. 'x' .. k:sub(at + 1), at) end assert(dogs:get(k) == nil) end return 'none'", "none")]
    [TestCase("dogs:set('a', '') return #dogs:get('a')", "0")]
    [TestCase("dogs:set('a', 1, 0, 7) return dogs:get('a')", "1 7")]
    [TestCase("dogs:set(5, 1) dogs:set(true, 2) return dogs:get('5'), dogs:get('true')", "1 2")]
    [TestCase("return dogs:get('none')", "nil")]
    [TestCase("dogs:set('a', 1) return dogs:set('a', 'longer than that')", "true nil false")]
    [TestCase("dogs:set('a', 1) dogs:set('a', 'longer than that') return dogs:get('a')", "longer than that")]
    [TestCase("dogs:set('a', 1) dogs:set('a', nil) return dogs:get('a')", "nil")]
    [TestCase("dogs:set('a', 1) return dogs:delete('a'), dogs:get('a')", "true nil")]
    [TestCase("dogs:add('a', 1) return dogs:add('a', 2)", "false exists false")]
    [TestCase("return dogs:replace('a', 2)", "false not found false")]
    [TestCase("dogs:set('a', 1) dogs:replace('a', 2) return dogs:get('a')", "2")]
    [TestCase("return dogs:get(nil)", "nil nil key")]
    [TestCase("return dogs:set('', 1)", "nil empty key nil")]
    [TestCase("return dogs:get(('x'):rep(65536))", "nil key too long")]
    [TestCase("return dogs:set('a', {})", "nil bad value type nil")]
    [TestCase("return dogs:add('a', nil)", "nil attempt to add or replace nil values nil")]
    [TestCase("return dogs:incr('a', 1)", "nil not found")]
    [TestCase("return dogs:incr('a', 1, 10)", "11 nil false")]
    [TestCase("dogs:set('a', 'x') return dogs:incr('a', 1, 10)", "nil not a number")]
    [TestCase("dogs:set('a', 5) return dogs:incr('a', -0.5)", "4.5")]
    [TestCase("dogs:incr('a', 1, 0, 100) return dogs:ttl('a') > 99", "true")]
    [TestCase("return dogs:ttl('a')", "nil not found")]
    [TestCase("dogs:set('a', 1) return dogs:ttl('a')", "0")]
    [TestCase("dogs:set('a', 1) return dogs:expire('a', 5), dogs:ttl('a') > 4", "true true")]
    [TestCase("return dogs:lpush('l', 1), dogs:lpush('l', 'two'), dogs:rpush('l', 3), dogs:llen('l')", "1 2 3 3")]
    [TestCase("dogs:lpush('l', 1) dogs:lpush('l', 'two') dogs:rpush('l', 3) return dogs:lpop('l'), dogs:rpop('l'), dogs:rpop('l'), (dogs:rpop('l'))", "two 3 1 nil")]
    [TestCase("dogs:lpush('l', 1) return dogs:get('l')", "nil value is a list")]
    [TestCase("dogs:set('a', 1) return dogs:lpush('a', 1)", "nil value not a list")]
    [TestCase("dogs:set('a', 1) return dogs:llen('a')", "nil value not a list")]
    [TestCase("return dogs:llen('a'), (dogs:lpop('a'))", "0 nil")]
    [TestCase("return dogs:lpush('a', true)", "nil bad value type")]
    [TestCase("dogs:set('a', 1) dogs:flush_all() return dogs:get('a'), dogs:get_stale('a')", "nil 1 nil true")]
    [TestCase("dogs:set('a', 1, 0, 3) return dogs:get_stale('a')", "1 3 false")]
    [TestCase("dogs:set('a', 'text') return dogs:get_stale('a')", "text nil false")]
    [TestCase("dogs:set('a', 'text', 0, 3) return dogs:get_stale('a')", "text 3 false")]
    [TestCase("dogs:set('a', 'text', 0, 3) return dogs:get('a')", "text 3")]
    [TestCase("dogs:set('a', 'text', 0, 3) dogs:flush_all() return dogs:get_stale('a')", "text 3 true")]
    [TestCase("dogs:set('a', 'text') dogs:flush_all() return dogs:get_stale('a')", "text nil true")]
    [TestCase("dogs:lpush('l', 1) return dogs:get_stale('l')", "nil value is a list")]
    [TestCase("return dogs:get_stale('none')", "nil")]
    [TestCase("dogs:set('a', ('x'):rep(20000)) return #dogs:get('a'), #dogs:get_stale('a')", "20000 20000")]
    [TestCase("return dogs:capacity(), dogs:free_space() < 102400", "102400 true")]
    [TestCase("return next(ngx.shared), ngx.shared.cats", "dogs nil")]
    [TestCase("dogs:set('a', 1) dogs:flush_all() dogs:set('a', 2) dogs:set('b', 3) return dogs:get('a'), dogs:get('b'), #dogs:get_keys()", "2 3 2")]
    [TestCase("dogs:set('a', 1) dogs:set('b', 1) dogs:flush_all() return dogs:ttl('b') < 0, dogs:expire('b', 0), dogs:get('b'), dogs:flush_expired(), (dogs:get_stale('a'))", "true true 1 1 nil")]
    [TestCase("dogs:lpush('l', 1) dogs:flush_all() return dogs:llen('l'), dogs:rpush('l', 2), dogs:lpop('l')", "0 1 2")]
    [TestCase("local n = 0 for name in pairs(dogs.__index) do n = n + 1 end return n, type(dogs.scan)", "22 function")]
    public void Calls_GiveWhatOpenRestyGives(string code, string result)
    {
        using var worker = Worker();
        Assert.That(worker.Run("local dogs = ngx.shared.dogs " + code), Is.EqualTo(result));
    }

    [TestCase("ngx.shared.dogs.get('x')", "bad \"zone\" argument")]
    [TestCase("ngx.shared.dogs:set('a', 1, -1)", "bad \"exptime\" argument")]
    [TestCase("ngx.shared.dogs:set('a', 1, 0, 'x')", "bad \"flags\" argument")]
    [TestCase("ngx.shared.dogs:expire('a')", "bad \"exptime\" argument")]
    [TestCase("ngx.shared.dogs:incr('a', 1, {})", "bad init arg: number expected, got table")]
    [TestCase("ngx.shared.dogs:incr('a', 1, nil, 5)", "must provide \"init\" when providing \"init_ttl\"")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = Worker();
        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [Test]
    public void Set_MemoryIsFull_EvictsWhatWasNotUsedForTheLongestTime()
    {
        using var worker = Worker();

        Assert.That(worker.Run("""
            local dogs, i = ngx.shared.dogs, 0
            repeat
              i = i + 1
              if i == 10 then dogs:get("key_1") end
              local ok, err, forcible = dogs:set("key_" .. i, (" hello"):rep(10) .. i)
            until not ok or forcible
            return i, dogs:get("key_1") ~= nil, dogs:get("key_2"), dogs:get("key_3") ~= nil
            """), Is.EqualTo("353 true nil true"));
    }

    [Test]
    public void SafeSet_MemoryIsFull_EvictsNothing()
    {
        using var worker = Worker();

        Assert.That(worker.Run("""
            local dogs, i = ngx.shared.dogs, 0
            local ok, err
            repeat
              i = i + 1
              ok, err = dogs:safe_set("key_" .. i, ("x"):rep(60))
            until not ok
            return ok, err, dogs:get("key_1") ~= nil, dogs:lpush("list", ("x"):rep(300))
            """), Is.EqualTo("false no memory true nil no memory"));
    }

    [Test]
    public void Set_ValueLargerThanTheDict_Fails()
    {
        using var worker = Worker();

        Assert.That(worker.Run("ngx.shared.dogs:set('a', 1) return ngx.shared.dogs:set('b', ('x'):rep(200000))"), Is.EqualTo("false no memory true"));
    }

    [Test]
    public void Entries_AfterTheirTime_AreExpiredAndCanBeFlushed()
    {
        using var worker = Worker();

        Assert.That(worker.Run("""
            local dogs = ngx.shared.dogs
            dogs:set("keeps", 1) dogs:set("a", 1, 0.001) dogs:set("b", 2, 0.001) dogs:lpush("c", 1) dogs:expire("c", 0.001)
            ngx.sleep(0.005)
            local keys = dogs:get_keys()
            return dogs:get("a"), (dogs:get_stale("b")), dogs:llen("c"), #keys, dogs:flush_expired(1), dogs:flush_expired(), dogs:flush_expired(), dogs:get_stale("b"), dogs:get("keeps")
            """), Is.EqualTo("nil 2 0 1 1 2 0 nil 1"));
    }

    [Test]
    public void GetKeys_IsLimited_AndScanGivesAll()
    {
        using var divided = new DictZone("dogs", 4 << 20);
        using var worker = new LuaWorker(settings => settings with { SharedDicts = [divided] });

        Assert.That(worker.Run("""
            local dogs = ngx.shared.dogs
            for i = 1, 2000 do dogs:set("k" .. i, i) end
            local seen, count, cursor = {}, 0, 0
            repeat
              local keys
              keys, cursor = dogs:scan(cursor, 50)
              for _, key in ipairs(keys) do
                if not seen[key] then seen[key], count = true, count + 1 end
              end
            until cursor == 0
            return #dogs:get_keys(), #dogs:get_keys(3), #dogs:get_keys(0), count
            """), Is.EqualTo("1024 3 2000 2000"));
    }

    [Test]
    public void Walks_OfManyEntriesInAShard_GiveAndRemoveEach()
    {
        using var divided = new DictZone("dogs", 4 << 20);
        using var worker = new LuaWorker(settings => settings with { SharedDicts = [divided] });

        Assert.That(worker.Run("""
            local dogs = ngx.shared.dogs
            for i = 1, 10000 do dogs:set("k" .. i, i, i % 2 == 0 and 0.001 or nil) end
            ngx.sleep(0.005)
            local seen, count = {}, 0
            for _, key in ipairs(dogs:get_keys(0)) do
              assert(not seen[key])
              seen[key], count = true, count + 1
            end
            return count, #dogs:get_keys(2000), dogs:flush_expired(300), dogs:flush_expired(), #dogs:get_keys(0)
            """), Is.EqualTo("5000 2000 300 4700 5000"));
    }

    [TestCase("-1")]
    [TestCase("-2^60")]
    [TestCase("2^60")]
    [TestCase("0/0")]
    [TestCase("1/0")]
    public void Scan_CursorThatNobodyHasGiven_ComesToAnEnd(string cursor)
    {
        using var worker = Worker();

        Assert.That(worker.Run($$"""
            local dogs, cursor = ngx.shared.dogs, {{cursor}}
            dogs:set("a", 1)
            repeat
              local keys
              keys, cursor = dogs:scan(cursor, -5)
            until cursor == 0
            return #dogs:scan(0, 2^30)
            """), Is.EqualTo("1"));
    }

    [Test]
    public void Free_AfterAllWasRemoved_IsWhatItWas()
    {
        using var worker = Worker();

        Assert.That(worker.Run("""
            local dogs = ngx.shared.dogs
            local before = dogs:free_space()
            for i = 1, 100 do dogs:set("k" .. i, ("x"):rep(i * 10)) dogs:rpush("l" .. i % 7, i) end
            for i = 1, 100 do dogs:set("k" .. i, i) end
            dogs:flush_all()
            dogs:flush_expired()
            return dogs:free_space() == before
            """), Is.EqualTo("true"));
    }

    [TestCase(31, "true 4096 nil", TestName = "Set_EntriesOfOnePage_LeaveTheOther")]
    [TestCase(63, "true 0 nil", TestName = "Set_EntriesOfBothPages_AreThereAtOnce")]
    [TestCase(64, "true 0 64", TestName = "Set_OneEntryMore_EvictsOne")]
    public void Set_SmallEntries_TakeChunksOfPages(int count, string result)
    {
        using var small = new DictZone("cats", 16 * 1024);
        using var worker = new LuaWorker(settings => settings with { SharedDicts = [small] });

        Assert.That(worker.Run($"""
            local cats, first, all = ngx.shared.cats, nil, true
            for i = 1, {count} do
              local ok, err, forcible = cats:set(("name-%03d"):format(i), ("value%03d"):format(i))
              all = all and ok
              first = first or forcible and i or nil
            end
            return all, cats:free_space(), first
            """), Is.EqualTo(result));
    }

    [Test]
    public void SafeSet_OfTwoPages_NeedsPagesThatAreNotDivided()
    {
        using var small = new DictZone("cats", 20 * 1024);
        using var worker = new LuaWorker(settings => settings with { SharedDicts = [small] });

        Assert.That(worker.Run("""
            local cats, results = ngx.shared.cats, {}
            local function try() results[#results + 1] = cats:safe_set("two", ("b"):rep(8000)) and "fits" or "full" end
            for i = 1, 40 do cats:set("few" .. i, "value") end
            cats:set("page", ("a"):rep(4000))
            try()
            for i = 1, 40 do cats:delete("few" .. i) end
            try()
            cats:delete("page")
            try()
            return table.concat(results, " "), cats:free_space()
            """), Is.EqualTo("full full fits 0"));
    }

    [Test]
    public void Incr_FromManyWorkersAtOnce_LosesNothing()
    {
        var workers = Enumerable.Range(0, 6).Select(_ => Worker()).ToList();
        // The first has the dict for itself for a while.
        workers[0].Run("for i = 1, 1000 do ngx.shared.dogs:incr('n', 1, 0) end");
        var hosts = workers.ConvertAll(static worker => worker.Prepare("local dogs = ngx.shared.dogs for i = 1, 20000 do dogs:incr('n', 1, 0) dogs:set('x' .. i % 300, i) end"));

        foreach (var (worker, host) in workers.Zip(hosts))
            worker.Loop.Post(host.Begin);
        foreach (var (worker, host) in workers.Zip(hosts))
            worker.Wait(host);

        Assert.That(workers[3].Run("return ngx.shared.dogs:get('n')"), Is.EqualTo("121000"));
        workers.ForEach(static worker => worker.Dispose());
    }

    [Test]
    public void Incr_FromTwoWorkersAtOnce_LosesNothing()
    {
        using var one = Worker();
        using var other = Worker();
        const string code = "local dogs = ngx.shared.dogs for i = 1, 50000 do dogs:incr('n', 1, 0) dogs:set('x' .. i % 500, i) end";
        var first = one.Prepare(code);
        var second = other.Prepare(code);

        one.Loop.Post(first.Begin);
        other.Loop.Post(second.Begin);
        one.Wait(first);
        other.Wait(second);

        Assert.That(one.Run("return ngx.shared.dogs:get('n')"), Is.EqualTo("100000"));
    }

    [Test]
    public void Get_InALoop_TakesNoTimeAndNoManagedMemory()
    {
        using var worker = Worker();
        worker.Run("ngx.shared.dogs:set('number', 42) ngx.shared.dogs:set('text', 'value')");
        const string code = """
            local dogs, sum = ngx.shared.dogs, 0
            for i = 1, 1000 do sum = sum + dogs:get("number") + #dogs:get("text") end
            return sum
            """;
        worker.Run(code);
        var host = worker.Prepare(code);
        worker.Serve(host);

        var allocated = 0L;
        worker.Call(() =>
        {
            host.BeginQuietly();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
                host.BeginQuietly();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.That(allocated, Is.LessThan(20 * 1000), "40 000 look-ups");
    }

    private LuaWorker Worker() => new(settings => settings with { SharedDicts = [zone] });
}
