using Engine.Core.Conf;
using Engine.LuaBridge.Phases;

namespace Engine.LuaBridge.Api.Errlog;

/// <summary><c>lua_capture_error_log size;</c></summary>
internal static class CaptureErrorLogDirective
{
    private const long SmallestSize = 4096;
    private const long LargestSize = int.MaxValue / 2;

    public static void Apply(DirectiveUse use, LuaMainConf conf)
    {
        if (conf.CaptureSize != 0)
            throw use.Error("\"lua_capture_error_log\" directive is duplicate");
        if (ConfUnits.ParseSize(use[0]) is not { } size || size > LargestSize)
            throw use.Error($"invalid capture error log size \"{use[0]}\"");
        if (size < SmallestSize)
            throw use.Error($"invalid capture error log size \"{use[0]}\", minimum size is {SmallestSize}");
        conf.CaptureSize = size;
    }
}
