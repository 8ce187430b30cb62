namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>A key where the caller has it, in native memory; 1 to 65535 bytes.</summary>
internal readonly unsafe struct DictKey(byte* start, nuint length)
{
    public readonly byte* Start = start;
    public readonly int Length = (int)length;
}

/// <summary>A value where the caller has it, in native memory: text, or the eight bytes of a number, which a boolean is as well.</summary>
internal readonly unsafe struct DictValue
{
    public readonly byte* Start;
    public readonly int Length;
    public readonly DictType Type;

    private DictValue(DictType type, byte* start, int length)
    {
        Type = type;
        Start = start;
        Length = length;
    }

    /// <summary>Of the two, the one that the type says.</summary>
    public static DictValue Of(int type, byte* text, nuint length, double* number) =>
        type == (int)DictType.String ? new DictValue(DictType.String, text, (int)length) : new DictValue((DictType)type, (byte*)number, sizeof(double));
}
