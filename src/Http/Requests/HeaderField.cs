using Engine.Core.Buffers;
using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>One field line: a name as it was written, and its value.</summary>
public readonly record struct HeaderField(KnownField Known, ByteString Name, ByteString Value);
