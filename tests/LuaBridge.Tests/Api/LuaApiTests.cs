using System.Reflection;
using System.Runtime.InteropServices;
using Engine.LuaBridge.Api;
using Engine.LuaBridge.Api.SharedDict;

namespace Engine.LuaBridge.Tests.Api;

public sealed class LuaApiTests
{
    private static readonly unsafe Dictionary<string, Type[]> Types = new()
    {
        ["void"] = [typeof(void)],
        ["int"] = [typeof(int)],
        ["uint32_t"] = [typeof(uint)],
        ["double"] = [typeof(double)],
        ["int64_t"] = [typeof(long)],
        ["int *"] = [typeof(int*)],
        ["void *"] = [typeof(void*), typeof(nint)],
        ["double *"] = [typeof(double*)],
        ["size_t"] = [typeof(nuint)],
        ["uintptr_t"] = [typeof(DictTable*)],
        ["const char *"] = [typeof(byte*)],
        ["const char **"] = [typeof(byte**)],
    };

    /// <summary>The Lua half calls by the C declaration; C# is called by what the method is. Nothing else compares the two.</summary>
    [TestCaseSource(nameof(Families))]
    public void Functions_OfAFamily_AreDeclaredAsTheyAre(string family)
    {
        var api = LuaApis.All.Single(api => api.Source == family);
        var owner = typeof(LuaApi).Assembly.GetTypes().Single(type => type.GetField("Api")?.GetValue(null) == api);
        var methods = owner.GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(static method => method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>() is not null)
            .ToDictionary(static method => method.MethodHandle.GetFunctionPointer());

        Assert.That(api.Functions.Length + api.Reentrant.Length, Is.EqualTo(methods.Count), "every method is in a table");
        foreach (var function in api.Functions)
            Assert.That(function.Declaration, Is.EqualTo(Declare(function, methods)));
    }

    private static IEnumerable<string> Families => LuaApis.All.Select(static api => api.Source);

    private static unsafe string Declare(LuaFunction function, Dictionary<nint, MethodInfo> methods)
    {
        var method = methods[(nint)function.Address];
        var declared = function.Declaration;
        var name = declared[..declared.IndexOf('(', StringComparison.Ordinal)].Split(' ', '*')[^1];
        var names = declared[(declared.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(", ").Select(static part => part.Split(' ', '*')[^1]).ToList();
        var parameters = method.GetParameters().Select((parameter, index) => CTypeOf(parameter.ParameterType, names[index]));
        var list = string.Join(", ", parameters);
        return $"{CTypeOf(method.ReturnType, name)}({(list.Length == 0 ? "void" : list)})";
    }

    private static string CTypeOf(Type type, string name)
    {
        var c = Types.Single(pair => pair.Value.Contains(type)).Key;
        return c.EndsWith('*') ? c + name : $"{c} {name}";
    }
}
