using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Text;
using Engine.Interop.Pcre2;
using Engine.LuaBridge.Api.Re;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.regex and ngx.re: patterns.</summary>
internal static unsafe class RegexExports
{
    private const int NoMatch = -1;
    private const int SmallestJitStack = 32 * 1024;

    /// <summary>The flags beside the options of PCRE2; "o" and "j" change nothing.</summary>
    private const int Dfa = 0x02;
    private const int NoUtfCheck = 0x10;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pcre_version")]
    private static byte* Version() => Pcre2Code.Version;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_max_regex_cache_size")]
    private static uint CacheSize() => (uint)LuaVm.Current.Settings.RegexCacheSize;

    /// <summary>Null and what is wrong with the pattern, with a zero at its end.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_compile_regex")]
    private static NativeRegex* Compile(byte* pattern, nuint length, int flags, int options, byte* error, nuint errorSize)
    {
        var text = Span(pattern, length);
        if (RegexCache.Get(text, FlagsOf(flags, (uint)options), LuaVm.Current.Settings.RegexMatchLimit, out var message) is { } regex)
            return NativeRegex.Allocate(regex, text);
        var bytes = Encoding.UTF8.GetBytes(message).AsSpan();
        var kept = bytes[..Math.Min(bytes.Length, (int)errorSize - 1)];
        kept.CopyTo(new Span<byte>(error, kept.Length));
        error[kept.Length] = 0;
        return null;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_destroy_regex")]
    private static void Destroy(NativeRegex* regex) => NativeRegex.Free(regex);

    /// <summary>One more than the number of the last group that is set; or a negative error.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_exec_regex")]
    private static int Match(NativeRegex* regex, int flags, byte* subject, nuint length, int position)
    {
        if (position < 0 || position > (int)length)
            return NoMatch;
        var result = regex->Regex.Match(Span(subject, length), position, regex->Groups);
        return result == 0 ? NoMatch : result;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_jit_stack_size")]
    private static int SetJitStack(int size, byte* error, nuint* errorLength)
    {
        if (size > 1 << 30)
            return Fail(error, errorLength, "pcre jit stack allocation failed"u8);
        Regex.JitStackSize = Math.Max(size, SmallestJitStack);
        return FfiStatus.Ok;
    }

    private static RegexFlags FlagsOf(int flags, uint options)
    {
        var result = RegexFlags.None;
        Add(Pcre2Options.PCRE2_CASELESS, RegexFlags.CaseInsensitive);
        Add(Pcre2Options.PCRE2_MULTILINE, RegexFlags.Multiline);
        Add(Pcre2Options.PCRE2_DOTALL, RegexFlags.DotAll);
        Add(Pcre2Options.PCRE2_EXTENDED, RegexFlags.Extended);
        Add(Pcre2Options.PCRE2_ANCHORED, RegexFlags.Anchored);
        Add(Pcre2Options.PCRE2_UTF, (flags & NoUtfCheck) != 0 ? RegexFlags.NoUtfCheck : RegexFlags.Utf);
        Add(Pcre2Options.PCRE2_DUPNAMES, RegexFlags.DupNames);
        Add(Pcre2Options.PCRE2_ALT_BSUX, RegexFlags.JavascriptCompat);
        return (flags & Dfa) != 0 ? result | RegexFlags.Longest : result;

        void Add(uint option, RegexFlags flag) => result |= (options & option) != 0 ? flag : 0;
    }
}
