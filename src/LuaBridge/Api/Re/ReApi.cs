using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Log;
using Engine.Core.Text;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Re;

/// <summary>ngx.re and the module of the same name.</summary>
internal static unsafe class ReApi
{
    public static readonly LuaApi Api = new(
        "Api/Re/re.lua",
        new LuaFunction("int cache_size(void)", (delegate* unmanaged<int>)&CacheSize),
        new LuaFunction("int compile(const char *pattern, size_t length, uint32_t flags, int keep)", (delegate* unmanaged<byte*, nuint, uint, int, int>)&Compile),
        new LuaFunction("void names(int id)", (delegate* unmanaged<int, void>)&Names),
        new LuaFunction("void release(int id)", (delegate* unmanaged<int, void>)&Release),
        new LuaFunction("int match(int id, const char *subject, size_t length, int position)", (delegate* unmanaged<int, byte*, nuint, int, int>)&Match),
        new LuaFunction(
            "int replace(int id, const char *subject, size_t length, const char *text, size_t text_length, int global, int utf, void *result)",
            (delegate* unmanaged<int, byte*, nuint, byte*, nuint, int, int, void*, int>)&Replace),
        new LuaFunction("int next(const char *subject, size_t length, int position, int utf)", (delegate* unmanaged<byte*, nuint, int, int, int>)&Next),
        new LuaFunction("int set_jit_stack(double size)", (delegate* unmanaged<double, int>)&SetJitStack))
    {
        CreateState = static vm => new LuaRegexes(vm.Settings.RegexCacheSize, vm.Settings.RegexMatchLimit),
    };

    private static LuaRegexes Of(LuaVm vm) => Unsafe.As<LuaRegexes>(vm.StateOf(Api));

    private static ReadOnlySpan<byte> Span(byte* text, nuint length) => new(text, (int)length);

    [UnmanagedCallersOnly]
    private static int CacheSize() => Of(LuaVm.Current).CacheSize;

    /// <summary>
    /// The pattern's number; the scratch buffer has the number of its groups and of its names. Or minus the length of an error, which is there.
    /// </summary>
    [UnmanagedCallersOnly]
    private static int Compile(byte* pattern, nuint length, uint flags, int keep)
    {
        var vm = LuaVm.Current;
        var all = Of(vm);
        var id = all.Compile(Span(pattern, length), (RegexFlags)flags, keep != 0, out var error);
        if (id < 0)
        {
            var text = vm.Scratch.Take(Encoding.UTF8.GetMaxByteCount(error.Length));
            return -Encoding.UTF8.GetBytes(error, text);
        }

        var numbers = MemoryMarshal.Cast<byte, int>(vm.Scratch.Take(2 * sizeof(int)));
        numbers[0] = all[id].CaptureCount;
        numbers[1] = all[id].Names.Count;
        return id;
    }

    /// <summary>The names of the groups: for each its number and its length as 32-bit integers, and its bytes.</summary>
    [UnmanagedCallersOnly]
    private static void Names(int id)
    {
        var vm = LuaVm.Current;
        var names = Of(vm)[id].Names;
        var size = 0;
        for (var i = 0; i < names.Count; i++)
            size += (2 * sizeof(int)) + Encoding.UTF8.GetByteCount(names[i].Name);
        var target = vm.Scratch.Take(size);
        for (var i = 0; i < names.Count; i++)
        {
            var length = Encoding.UTF8.GetBytes(names[i].Name, target[(2 * sizeof(int))..]);
            MemoryMarshal.Write(target, names[i].Index);
            MemoryMarshal.Write(target[sizeof(int)..], length);
            target = target[((2 * sizeof(int)) + length)..];
        }
    }

    /// <summary>Lua's collector has taken the object.</summary>
    [UnmanagedCallersOnly]
    private static void Release(int id) => Of(LuaVm.Current).Release(id);

    /// <summary>Above 0 when it matches: then the scratch buffer has start and end of all groups. 0 when not, or PCRE2's negative error.</summary>
    [UnmanagedCallersOnly]
    private static int Match(int id, byte* subject, nuint length, int position)
    {
        var vm = LuaVm.Current;
        var regex = Of(vm)[id];
        var size = 2 * (regex.CaptureCount + 1);
        var captures = MemoryMarshal.Cast<byte, int>(vm.Scratch.Take(size * sizeof(int)))[..size];
        return regex.Match(Span(subject, length), position, captures);
    }

    /// <summary>Whether the text can be a replacement; what is wrong goes to the error log, as in OpenResty.</summary>
    public static bool CheckTemplate(ReadOnlySpan<byte> text)
    {
        if (Template.Check(text) is not { } error)
            return true;
        var vm = LuaVm.Current;
        var host = vm.Run?.Host;
        (host?.Log ?? vm.Settings.Log).Write(LogLevel.Error, host?.LogContext, $"{error:raw}");
        return false;
    }

    /// <summary>Returned by replace for a text that can't be a replacement; re.lua knows it too.</summary>
    private const int BadReplacement = int.MinValue;

    /// <summary>How many matches were replaced, or PCRE2's negative error; where the text is.</summary>
    [UnmanagedCallersOnly]
    private static int Replace(int id, byte* subject, nuint length, byte* text, nuint textLength, int global, int utf, void* result)
    {
        var all = Of(LuaVm.Current);
        var replacing = all.Replacing;
        if (replacing.Find(Span(text, textLength)) is not { } replacement)
            return BadReplacement;
        var count = replacing.Run(all[id], Span(subject, length), replacement, global != 0, utf != 0);
        *(ReplacedText*)result = new ReplacedText(replacing.Start, replacing.Length);
        return count;
    }

    /// <summary>The same layout stands in re.lua.</summary>
    private readonly struct ReplacedText(byte* start, int length)
    {
        public readonly byte* Start = start;
        public readonly int Length = length;
    }

    /// <summary>Where the search goes on behind an empty match.</summary>
    [UnmanagedCallersOnly]
    private static int Next(byte* subject, nuint length, int position, int utf) => Replacing.Next(Span(subject, length), position, utf != 0);

    [UnmanagedCallersOnly]
    private static int SetJitStack(double size)
    {
        if (size is not (>= 32 * 1024 and <= 1 << 30))
            return 0;
        Regex.JitStackSize = (int)size;
        return 1;
    }
}
