using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Re;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.regex: replacements with references to groups.</summary>
internal static unsafe class ReplacementExports
{
    /// <summary>A match whose groups a replacement refers to; what lua-resty-core calls a script engine.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MatchedText
    {
        public byte* Subject;
        public NativeRegex* Regex;

        public readonly ReadOnlySpan<byte> Group(int number)
        {
            if (number > Regex->GroupCount || Regex->Captures[2 * number] < 0)
                return default;
            var start = Regex->Captures[2 * number];
            return new ReadOnlySpan<byte>(Subject + start, Math.Max(0, Regex->Captures[(2 * number) + 1] - start));
        }
    }

    /// <summary>0; what is wrong with it goes to the error log.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_compile_replace_template")]
    private static int Compile(NativeRegex* regex, byte* text, nuint length)
    {
        if (!ReApi.CheckTemplate(Span(text, length)))
            return FfiStatus.Error;
        NativeRegex.SetReplacement(regex, Span(text, length));
        return FfiStatus.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_create_script_engine")]
    private static MatchedText* Create() => (MatchedText*)NativeMemory.AllocZeroed((nuint)sizeof(MatchedText));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_destroy_script_engine")]
    private static void Destroy(MatchedText* matched) => NativeMemory.Free(matched);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_init_script_engine")]
    private static void Begin(MatchedText* matched, byte* subject, NativeRegex* regex, int count)
    {
        matched->Subject = subject;
        matched->Regex = regex;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_script_eval_len")]
    private static nuint Length(MatchedText* matched, NativeTemplate* template) => Expand(matched, template, null);

    /// <summary>The target has room for what <see cref="Length"/> says.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_script_eval_data")]
    private static nuint Write(MatchedText* matched, NativeTemplate* template, byte* target) => Expand(matched, template, target);

    private static nuint Expand(MatchedText* matched, NativeTemplate* template, byte* target)
    {
        ReadOnlySpan<byte> text = template->Text.Span;
        var length = 0;
        for (var dollar = text.IndexOf((byte)'$'); dollar >= 0; dollar = text.IndexOf((byte)'$'))
        {
            Add(text[..dollar], target, ref length);
            text = text[(dollar + 1)..];
            text = text[Template.ReadReference(text, out var group)..];
            Add(group < 0 ? "$"u8 : matched->Group(group), target, ref length);
        }

        Add(text, target, ref length);
        return (nuint)length;
    }

    private static void Add(ReadOnlySpan<byte> piece, byte* target, ref int length)
    {
        if (target is not null)
            piece.CopyTo(new Span<byte>(target + length, piece.Length));
        length += piece.Length;
    }
}
