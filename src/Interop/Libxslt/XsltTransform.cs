using System.Runtime.InteropServices;

namespace Engine.Interop.Libxslt;

/// <summary>
/// A document on its way through stylesheets, each with parameters. Objects are used again: what is added lies in their memory until
/// <see cref="Clear"/>.
/// </summary>
public sealed unsafe class XsltTransform
{
    private readonly List<Parameter> parameters = [];
    private readonly List<(XsltFile Sheet, int FirstParameter)> stages = [];
    private byte[] texts = new byte[256];
    private int used;
    private XsltOutcome outcome;

    /// <summary>What came out, until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Text => new(outcome.Text, outcome.Length);

    /// <summary>The output's media type; empty when the last stylesheet names none and makes no HTML.</summary>
    public ReadOnlySpan<byte> MediaType => Ended(MemoryMarshal.CreateReadOnlySpan(ref outcome.MediaType[0], XsltOutcome.MediaTypeSize));

    /// <summary>The output's encoding; empty when the stylesheet names none.</summary>
    public ReadOnlySpan<byte> Encoding => Ended(MemoryMarshal.CreateReadOnlySpan(ref outcome.Encoding[0], XsltOutcome.EncodingSize));

    /// <summary>What the libraries had to say of a failure, in one or more lines.</summary>
    public ReadOnlySpan<byte> Messages => Ended(MemoryMarshal.CreateReadOnlySpan(ref outcome.Error[0], XsltOutcome.ErrorSize));

    /// <summary>A stylesheet behind those that were added before; the parameters that are added next are its own.</summary>
    public void AddStylesheet(XsltFile sheet) => stages.Add((sheet, parameters.Count));

    /// <param name="isText">The value is a text, not an expression.</param>
    public void AddParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isText) =>
        parameters.Add(new Parameter(Keep(name), Keep(value), isText));

    public void Clear()
    {
        parameters.Clear();
        stages.Clear();
        used = 0;
        if (outcome.Text is not null)
            XsltLibrary.TryLoad(out _)!.FreeText(outcome.Text);
        outcome.Text = null;
        outcome.Length = 0;
    }

    /// <summary>Runs it, which may take long for what is large. What failed; null when there is a <see cref="Text"/>.</summary>
    /// <param name="dtd">Entities for documents that have a DOCTYPE.</param>
    /// <param name="loadsEntities">Files that the document names may be read.</param>
    public string? Run(ReadOnlySpan<byte> document, XsltFile? dtd, bool loadsEntities)
    {
        var library = XsltLibrary.TryLoad(out _)!;
        var nativeParameters = stackalloc XsltNativeParameter[parameters.Count];
        var nativeStages = stackalloc XsltNativeStage[stages.Count];
        fixed (byte* text = texts, bytes = document)
        {
            for (var i = 0; i < parameters.Count; i++)
                nativeParameters[i] = new XsltNativeParameter { Name = text + parameters[i].Name, Value = text + parameters[i].Value, IsText = parameters[i].IsText ? 1 : 0 };
            for (var i = 0; i < stages.Count; i++)
            {
                var (sheet, first) = stages[i];
                var end = i + 1 < stages.Count ? stages[i + 1].FirstParameter : parameters.Count;
                nativeStages[i] = new XsltNativeStage { Sheet = sheet.Native, Parameters = nativeParameters + first, ParameterCount = end - first };
            }

            byte none;
            var work = new XsltWork
            {
                Bytes = bytes == null ? &none : bytes,
                Length = document.Length,
                LoadsEntities = loadsEntities ? 1 : 0,
                Dtd = dtd?.Native ?? 0,
                Stages = nativeStages,
                StageCount = stages.Count,
            };
            fixed (XsltOutcome* into = &outcome)
                return Marshal.PtrToStringUTF8((nint)library.Transform(&work, into));
        }
    }

    private static ReadOnlySpan<byte> Ended(ReadOnlySpan<byte> text) => text.IndexOf((byte)0) is var end and >= 0 ? text[..end] : text;

    /// <summary>Where the text is, with a zero behind it.</summary>
    private int Keep(ReadOnlySpan<byte> text)
    {
        if (used + text.Length + 1 > texts.Length)
            Array.Resize(ref texts, Math.Max(2 * texts.Length, used + text.Length + 1));
        var start = used;
        text.CopyTo(texts.AsSpan(start));
        texts[start + text.Length] = 0;
        used += text.Length + 1;
        return start;
    }

    private readonly record struct Parameter(int Name, int Value, bool IsText);
}
