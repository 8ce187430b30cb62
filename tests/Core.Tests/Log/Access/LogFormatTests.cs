using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log.Access;
using Engine.Core.Scripting;
using Engine.Core.Tests.Scripting;

namespace Engine.Core.Tests.Log.Access;

/// <summary>Lines of the access log: what a format says, and how values are escaped.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LogFormatTests
{
    private readonly Formats formats = new();
    private ByteString value;

    [TestCase("f '<$value>'", "a b", "<a b>")]
    [TestCase("f '$value ' '${value}x'", "a", "a ax")]
    [TestCase("f $value", "\"\\\n\u007f\u00e9", @"\x22\x5C\x0A\x7F\xE9")]
    [TestCase("f escape=default $value", "\"", @"\x22")]
    [TestCase("f escape=json $value", "\"\\\n\r\t\b\f\u0001\u00e9", @"\""\\\n\r\t\b\f\u0001é")]
    [TestCase("f escape=none $value", "\"\\\n", "\"\\\n")]
    [TestCase("f [$nothing]", "", "[-]")]
    [TestCase("f escape=json [$nothing]", "", "[]")]
    [TestCase("f escape=none [$nothing]", "", "[]")]
    [TestCase("f [$value]", "", "[]")]
    public void Write_AValue_IsEscapedAsTheFormatSays(string format, string text, string expected)
    {
        value = ByteString.Copy(Encoding.Latin1.GetBytes(text));
        var block = Block();

        block.Load($"log_format {format};");

        var line = formats.Find("f")!.Write(block.Begin(), escapesNonAscii: true);
        Assert.That(Encoding.Latin1.GetString(line), Is.EqualTo(expected + "\n"));
    }

    [Test]
    public void Write_WithoutEscapesOfNonAscii_LeavesThoseBytes()
    {
        value = ByteString.Copy([0xC3, 0xA9, (byte)'"']);
        var block = Block();
        block.Load("log_format f $value;");

        var line = formats.Find("f")!.Write(block.Begin(), escapesNonAscii: false);

        Assert.That(line.ToArray(), Is.EqualTo(new byte[] { 0xC3, 0xA9, (byte)'\\', (byte)'x', (byte)'2', (byte)'2', (byte)'\n' }));
    }

    [TestCase("log_format f a; log_format f b;", "duplicate \"log_format\" name \"f\"")]
    [TestCase("log_format f escape=xml a;", "unknown log format escaping \"xml\"")]
    [TestCase("log_format f a$;", "invalid parameter \"$\"")]
    [TestCase("log_format f '${value';", "the closing bracket in \"value\" variable is missing")]
    [TestCase("access_log logs/a;", "log format is not specified")]
    [TestCase("access_log logs/a f;", "unknown log format \"f\"")]
    [TestCase("access_log off f;", "invalid parameter \"f\"")]
    [TestCase("log_format f a; access_log logs/a f more;", "invalid parameter \"more\"")]
    [TestCase("log_format f a; access_log logs/a f buffer=0;", "invalid buffer size \"0\"")]
    [TestCase("log_format f a; access_log logs/a f flush=1s;", "no buffer is defined for access_log \"logs/a\"")]
    [TestCase("log_format f a; access_log logs/a f gzip=10;", "invalid compression level \"10\"")]
    [TestCase("log_format f a; access_log logs/$value f buffer=1k;", "buffered logs cannot have variables in name")]
    [TestCase("log_format f a; access_log syslog:server=127.0.0.1 f buffer=1k;", "logs to syslog cannot be buffered")]
    [TestCase("log_format f a; access_log logs/a f buffer=1k; access_log logs/a f buffer=2k;", "access_log \"{root}/logs/a\" already defined with conflicting parameters")]
    [TestCase("open_log_file_cache inactive=1s;", "\"open_log_file_cache\" must have \"max\" parameter")]
    [TestCase("open_log_file_cache max=0;", "invalid \"open_log_file_cache\" parameter \"max=0\"")]
    [TestCase("open_log_file_cache max=1; open_log_file_cache off;", "\"open_log_file_cache\" directive is duplicate")]
    public void Read_OfWhatCannotBe_SaysWhy(string lines, string expected) => Assert.That(Block().Refusal(lines), Does.StartWith(expected));

    private ScriptBlock Block()
    {
        var block = new ScriptBlock(
            [
                new Variable<ScriptContext>("value", _ => VariableValue.Of(value)),
                new Variable<ScriptContext>("nothing", static _ => VariableValue.NotFound),
            ],
            []);
        block.With(LogFormatDirective.Row(ConfContext.Http, formats));
        foreach (var row in AccessLogDirective.Rows(ConfContext.Http, ConfContext.Http, formats, new Settings(), "off"))
            block.With(row);
        return block;
    }

    private sealed class Formats : LogFormats, IConfSlot<Formats>
    {
        public Formats Open(ConfScope scope) => this;

        public LogFormat? Find(string name) => Find(name, null!);
    }

    private sealed class Settings : AccessLogSettings, IConfSlot<Settings>
    {
        public Settings Open(ConfScope scope) => this;
    }
}
