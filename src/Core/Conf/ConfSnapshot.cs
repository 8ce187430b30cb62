using Engine.Interop;

namespace Engine.Core.Conf;

/// <summary>
/// The files of a configuration as they were at one moment. A load from it sees these and no others, whatever has become of the disk
/// and whatever the process may read.
/// </summary>
public sealed class ConfSnapshot
{
    private readonly Dictionary<string, byte[]> files;

    public ConfSnapshot(IEnumerable<(string Path, byte[] Content)> files) =>
        this.files = files.ToDictionary(static file => file.Path, static file => file.Content, StringComparer.Ordinal);

    public IEnumerable<string> Paths => files.Keys;

    public byte[]? Find(string path) => files.GetValueOrDefault(path);

    /// <summary>The files that a pattern stands for, sorted.</summary>
    public IEnumerable<string> Expand(string pattern) => files.Keys.Where(path => Glob.IsMatch(pattern, path)).Order(StringComparer.Ordinal);

    /// <summary>All files in one run of bytes, for another process.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(files.Count);
        foreach (var (path, content) in files)
        {
            Write(writer, SystemText.Encode(path));
            Write(writer, content);
        }

        return stream.ToArray();
    }

    public static ConfSnapshot FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var files = new List<(string, byte[])>();
        for (var count = reader.ReadInt32(); count > 0; count--)
            files.Add((SystemText.Decode(Read(reader)), Read(reader)));
        return new ConfSnapshot(files);
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] Read(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}
