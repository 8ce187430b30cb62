using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Modules.Cgi;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.FastCgi;

/// <summary>FastCGI 1.0 towards an upstream, in the role of a responder's web server; one request at a time on a connection.</summary>
internal sealed class FastCgiUpstream : UpstreamProtocol, ICgiProtocol<FastCgiConf>
{
    private readonly HeadBuffer head = new();
    private readonly HeadBuffer parameters = new();
    private readonly FastCgiErrors errors = new();
    private readonly byte[] header = new byte[FastCgiRecord.HeaderSize];
    private int headerLength;
    private FastCgiType type;
    private int content;
    private int padding;
    private bool hasEnded;
    private bool isOutputEnded;
    private bool isInvalid;
    private bool isCut;
    private CgiLength length;
    private FastCgiConf conf = null!;

    public FastCgiConf Settings
    {
        set => conf = value;
    }

    public override ReadOnlySpan<byte> Schema => "fastcgi://"u8;

    /// <summary>A peer may leave out the end of the request, behind the end of the output.</summary>
    public override bool EndsWithConnection => isOutputEnded && length.MayEnd;

    public override bool CanKeepAlive => conf.KeepConnection.Value && hasEnded && !isCut;

    public override int MaxBodyPiece => 32 * 1024;

    public override HandlerResult CreateRequest(UpstreamRequest upstream)
    {
        var target = upstream.Head;
        target.Clear();
        FastCgiRecord.Append(target, FastCgiType.BeginRequest, [0, 1, (byte)(conf.KeepConnection.Value ? 1 : 0), 0, 0, 0, 0, 0]);
        parameters.Clear();
        conf.Cgi.Params.Write(upstream, parameters, FastCgiRecord.AppendPair);
        FastCgiRecord.AppendStream(target, FastCgiType.Params, parameters.Memory.Span);
        if (!conf.Cgi.Upstream.PassRequestBody.Value)
        {
            upstream.Body = default;
            upstream.BodyFile = null;
        }

        return HandlerResult.Ok;
    }

    public override void BeginBodyPiece(ConnectionWriter output, long pieceLength)
    {
        FastCgiRecord.WriteHeader(output.GetSpan(FastCgiRecord.HeaderSize), FastCgiType.StandardInput, (int)pieceLength);
        output.Advance(FastCgiRecord.HeaderSize);
    }

    public override void EndRequest(ConnectionWriter output) => BeginBodyPiece(output, 0);

    public override void BeginAttempt()
    {
        head.Clear();
        errors.Clear();
        headerLength = content = padding = 0;
        hasEnded = isOutputEnded = isInvalid = isCut = false;
        length = default;
    }

    public override ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (Next(upstream, bytes, ref consumed, out var data))
        {
            if (data.Length == 0)
                continue;
            var before = head.Length;
            head.Append(bytes.Slice(data.Start, data.Length));
            var outcome = CgiHead.Parse(upstream, head.Memory.Span, allowsStatusLine: false, out var headLength);
            if (outcome == ParseOutcome.HeadDone)
            {
                // What follows in the record is body.
                var surplus = before + data.Length - headLength;
                consumed -= surplus;
                content += surplus;
                return errors.AreCaught(conf.CatchStandardError) ? ParseOutcome.Invalid : outcome;
            }

            if (outcome == ParseOutcome.Invalid)
                return outcome;
            if (head.Length >= upstream.Conf.BufferSize.Value)
            {
                upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent too big header");
                return ParseOutcome.Invalid;
            }
        }

        if (errors.AreCaught(conf.CatchStandardError))
            return ParseOutcome.Invalid;
        if (!isInvalid && !hasEnded && !isOutputEnded)
            return ParseOutcome.NeedMore;
        if (!isInvalid)
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream prematurely closed FastCGI stdout");
        return ParseOutcome.Invalid;
    }

    public override bool ParseStoredHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes) =>
        CgiHead.Parse(upstream, bytes, allowsStatusLine: false, out _) == ParseOutcome.HeadDone;

    public override void BeginBody(UpstreamRequest upstream) => length = CgiLength.Of(upstream);

    public override BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        data = default;
        consumed = 0;
        while (!IsDone && Next(upstream, input, ref consumed, out var run))
        {
            if (run.Length == 0)
                continue;
            var taken = length.Take(run.Length);
            if (taken < run.Length)
            {
                upstream.Request.Log.Write(LogLevel.Warn, upstream.Request, $"upstream sent more data than specified in \"Content-Length\" header");
                isCut = true;
            }

            if (taken == 0)
                continue;
            data = new Slice(run.Start, taken);
            return BodyOutcome.Data;
        }

        if (isInvalid)
            return BodyOutcome.Invalid;
        if (!IsDone)
            return BodyOutcome.NeedMore;
        if (length.MayEnd)
        {
            // Behind the end of the output there is the end of the request; behind that nothing.
            isCut |= hasEnded && consumed < input.Length;
            consumed = input.Length;
            return BodyOutcome.Done;
        }

        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream prematurely closed FastCGI stdout");
        isInvalid = true;
        return BodyOutcome.Invalid;
    }

    public void Clear()
    {
        BeginAttempt();
        parameters.Clear();
        conf = null!;
    }

    /// <summary>The request has ended. The end of the output alone is not it: a peer that writes on must not find its connection closed.</summary>
    private bool IsDone => hasEnded || isCut || isInvalid;

    /// <summary>
    /// Goes on in the records: a run of standard output, or an empty one for anything else that was consumed. False when more is needed,
    /// the request has ended, or the bytes are no records.
    /// </summary>
    private bool Next(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, ref int position, out Slice output)
    {
        output = default;
        if (isInvalid || hasEnded || position >= bytes.Length)
            return false;
        if (content > 0)
        {
            var run = Math.Min(content, bytes.Length - position);
            if (type == FastCgiType.StandardOutput)
                output = new Slice(position, run);
            else if (type == FastCgiType.StandardError)
                errors.Add(bytes.Slice(position, run));
            position += run;
            content -= run;
        }
        else if (padding > 0)
        {
            var run = Math.Min(padding, bytes.Length - position);
            position += run;
            padding -= run;
        }
        else
        {
            header[headerLength++] = bytes[position++];
            if (headerLength == FastCgiRecord.HeaderSize)
                BeginRecord(upstream);
            return !isInvalid;
        }

        if (content == 0)
            EndContent(upstream);
        return true;
    }

    private void BeginRecord(UpstreamRequest upstream)
    {
        headerLength = 0;
        type = (FastCgiType)header[1];
        content = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4));
        padding = header[6];
        if (header[0] != 1 || type is not (FastCgiType.StandardOutput or FastCgiType.StandardError or FastCgiType.EndRequest))
        {
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent unsupported FastCGI protocol version {header[0]} or unexpected FastCGI record {header[1]}");
            isInvalid = true;
        }
        else if (content == 0)
            EndContent(upstream);
    }

    private void EndContent(UpstreamRequest upstream)
    {
        if (type == FastCgiType.StandardError)
            errors.Log(upstream);
        else if (type == FastCgiType.StandardOutput && header.AsSpan(4, 2).IndexOfAnyExcept((byte)0) < 0)
            isOutputEnded = true;
        else if (type == FastCgiType.EndRequest && padding == 0)
            hasEnded = true;
    }
}
