using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>
/// Local time by localtime_r(3). The runtime's TimeZoneInfo gives the same but loads the whole zone data base first,
/// which a server that starts in milliseconds can't afford.
/// </summary>
public readonly unsafe partial record struct LocalTime(int Year, int Month, int Day, int Hour, int Minute, int Second, int OffsetSeconds)
{
    /// <summary>time(2).</summary>
    public static long UnixSeconds => time(null);

    public static LocalTime Of(long unixSeconds)
    {
        Tm tm;
        localtime_r(&unixSeconds, &tm);
        // A leap second would be no valid time of day for most that reads it.
        return new LocalTime(tm.Year + 1900, tm.Month + 1, tm.Day, tm.Hour, tm.Minute, Math.Min(tm.Second, 59), (int)tm.Offset);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Tm
    {
        public int Second;
        public int Minute;
        public int Hour;
        public int Day;
        public int Month;
        public int Year;
        public int WeekDay;
        public int YearDay;
        public int DaylightSaving;
        public nint Offset;
        public byte* Zone;
    }

    [LibraryImport("libc")]
    private static partial long time(long* result);

    [LibraryImport("libc")]
    private static partial Tm* localtime_r(long* time, Tm* result);
}
