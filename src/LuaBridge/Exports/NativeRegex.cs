using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Text;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx_http_lua_complex_value_t: a replacement. lua-resty-core takes it as it is when there are no lengths.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTemplate
{
    public FfiString Text;

    /// <summary>Not null: the text has references to groups.</summary>
    public void* Lengths;
    public void* Values;
}

/// <summary>ngx_http_lua_regex_t: a pattern as lua-resty-core reads it. The order of the members is its interface.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeRegex
{
    public void* Pool;

    /// <summary>For each name the number of its group as two bytes, the higher one first, and the name with a zero behind it.</summary>
    public byte* Names;
    public int NameCount;
    public int NameEntrySize;
    public int GroupCount;

    /// <summary>Start and end of all groups after a match.</summary>
    public int* Captures;

    /// <summary>A GC handle of the <see cref="Regex"/>.</summary>
    public nint Handle;
    public void* Study;
    public NativeTemplate* Replacement;
    public byte* Pattern;

    public readonly Regex Regex => Unsafe.As<Regex>(GCHandle.FromIntPtr(Handle).Target!);

    public readonly Span<int> Groups => new(Captures, 2 * (GroupCount + 1));

    public static NativeRegex* Allocate(Regex regex, ReadOnlySpan<byte> pattern)
    {
        var self = (NativeRegex*)NativeMemory.AllocZeroed((nuint)sizeof(NativeRegex));
        self->Handle = GCHandle.ToIntPtr(GCHandle.Alloc(regex));
        self->GroupCount = regex.CaptureCount;
        self->Captures = (int*)NativeMemory.AllocZeroed((nuint)(2 * (regex.CaptureCount + 1)), sizeof(int));
        self->Pattern = Copy(pattern);
        if (regex.CaptureCount > 0 && regex.Names.Count > 0)
            self->WriteNames(regex.Names);
        return self;
    }

    public static void Free(NativeRegex* self)
    {
        GCHandle.FromIntPtr(self->Handle).Free();
        FreeReplacement(self);
        NativeMemory.Free(self->Names);
        NativeMemory.Free(self->Captures);
        NativeMemory.Free(self->Pattern);
        NativeMemory.Free(self);
    }

    public static void SetReplacement(NativeRegex* self, ReadOnlySpan<byte> text)
    {
        FreeReplacement(self);
        var template = (NativeTemplate*)NativeMemory.AllocZeroed((nuint)sizeof(NativeTemplate));
        template->Text = new FfiString { Bytes = Copy(text), Length = (nuint)text.Length };
        template->Lengths = text.Contains((byte)'$') ? template : null;
        self->Replacement = template;
    }

    private static void FreeReplacement(NativeRegex* self)
    {
        if (self->Replacement is null)
            return;
        NativeMemory.Free(self->Replacement->Text.Bytes);
        NativeMemory.Free(self->Replacement);
        self->Replacement = null;
    }

    private void WriteNames(IReadOnlyList<(string Name, int Index)> names)
    {
        var longest = 0;
        for (var i = 0; i < names.Count; i++)
            longest = Math.Max(longest, System.Text.Encoding.UTF8.GetByteCount(names[i].Name));
        NameCount = names.Count;
        NameEntrySize = longest + 3;
        Names = (byte*)NativeMemory.AllocZeroed((nuint)(NameCount * NameEntrySize));
        for (var i = 0; i < names.Count; i++)
        {
            var entry = new Span<byte>(Names + (i * NameEntrySize), NameEntrySize);
            entry[0] = (byte)(names[i].Index >> 8);
            entry[1] = (byte)names[i].Index;
            System.Text.Encoding.UTF8.GetBytes(names[i].Name, entry[2..]);
        }
    }

    /// <summary>With a zero at its end.</summary>
    private static byte* Copy(ReadOnlySpan<byte> text)
    {
        var copy = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(copy, text.Length));
        copy[text.Length] = 0;
        return copy;
    }
}
