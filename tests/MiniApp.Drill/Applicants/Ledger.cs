using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MiniApp.Drill.Applicants;

/// <summary>What the portal has told one applicant is safe. Written only by the applicant, read when all is over.</summary>
internal sealed class Ledger(int number, string identityId)
{
    private readonly Dictionary<string, FieldLedger> _fields = new(StringComparer.Ordinal);

    public int Number { get; } = number;

    public string IdentityId { get; } = identityId;

    public Guid? DraftId { get; set; }

    public IReadOnlyDictionary<string, FieldLedger> Fields => _fields;

    public DocumentLedger? Document { get; set; }

    /// <summary>Went away for good before confirming.</summary>
    public bool Abandoned { get; set; }

    /// <summary>Has pressed the button that sends.</summary>
    public bool Confirmed { get; set; }

    /// <summary>The number on the receipt; null until it was seen there.</summary>
    public string? RequestId { get; set; }

    /// <summary>Why it got no further, when it did not.</summary>
    public string? StuckAt { get; set; }

    public FieldLedger this[string fieldId] =>
        _fields.TryGetValue(fieldId, out var field) ? field : _fields[fieldId] = new FieldLedger();
}

/// <summary>One field: what was said to be saved, and what was typed since and may or may not be.</summary>
internal sealed class FieldLedger
{
    private readonly List<string> _since = [];

    // Everything that was ever typed, by its place: a value can be told from the others without being shown.
    private readonly List<string> _typed = [];
    private readonly StringBuilder _story = new();

    public string? Acknowledged { get; private set; }

    public bool IsSettled => Acknowledged is not null && _since.Count == 0;

    /// <summary>What the applicant wants to be there.</summary>
    public string? Wanted => _since.Count > 0 ? _since[^1] : Acknowledged;

    public void Typed(string value)
    {
        _since.Add(value);
        if (!_typed.Contains(value))
            _typed.Add(value);
        Tell("typed", value);
    }

    /// <summary>The page says that everything so far is saved.</summary>
    public void Acknowledge(string value)
    {
        Acknowledged = value;
        _since.Clear();
        Tell("saved", value);
    }

    /// <summary>
    /// The page shows this after it was opened anew: the server has it. What was typed after it was not acknowledged, and may
    /// still be on its way from the page before: it is typed again, as the browser's journal does.
    /// </summary>
    public void ShownAgain(string value)
    {
        Tell("shown again", value);
        Acknowledged = value;
        _since.RemoveRange(0, _since.LastIndexOf(value) + 1);
    }

    /// <summary>Whether nothing acknowledged is missing when this is what is there.</summary>
    public bool Allows(string? value) =>
        Acknowledged is null || value == Acknowledged || (value is not null && _since.Contains(value));

    /// <summary>What happened to the field, in order and with times, and which of its values is there: never a value itself.</summary>
    public string Story(string? found) => $"{_story}found value {NumberOf(found)}";

    private void Tell(string what, string value) =>
        _story.Append(
            CultureInfo.InvariantCulture,
            $"{what} value {NumberOf(value)} at {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}; "
        );

    private string NumberOf(string? value) =>
        value is null ? "none" : (_typed.IndexOf(value) + 1).ToString(CultureInfo.InvariantCulture);
}

internal sealed class DocumentLedger
{
    public DocumentLedger(byte[] content, string name) =>
        (Content, Name, Sha256) = (content, name, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Let go once it is acknowledged.</summary>
    public byte[]? Content { get; private set; }

    public string Name { get; }

    public string Sha256 { get; }

    public bool Acknowledged => Content is null;

    public void Acknowledge() => Content = null;
}
