using System.Text.Json.Nodes;

namespace MiniApp.Core.Drafts;

/// <summary>Who writes, and what they have seen.</summary>
/// <param name="PageId">One open page, made up when it opens; says nothing about anybody.</param>
/// <param name="KnownRevision">The newest revision whose answers the page shows.</param>
public sealed record DraftWriter(Guid PageId, int KnownRevision)
{
    /// <summary>Somebody who has decided already, whatever is there.</summary>
    public static DraftWriter Deciding() => new(Guid.NewGuid(), int.MaxValue);
}

/// <summary>The last change of an answer.</summary>
/// <param name="SessionId">The sign-in it was made in.</param>
/// <param name="SignedInAt">When that sign-in began.</param>
public sealed record DraftFieldChange(
    string FieldId,
    int Revision,
    DateTimeOffset ChangedAt,
    Guid PageId,
    Guid SessionId,
    DateTimeOffset? SignedInAt
);

/// <summary>An answer that another page changed.</summary>
/// <param name="Value">As it is now; null when it was removed, and for documents.</param>
public sealed record ChangedElsewhere(DraftFieldChange By, JsonNode? Value)
{
    public string FieldId => By.FieldId;
}

/// <summary>An answer that was not written, because another page had changed it to something else unseen.</summary>
public sealed record FieldConflict(DraftFieldChange By, JsonNode? Mine, JsonNode? Theirs)
{
    public string FieldId => By.FieldId;
}

/// <summary>A change was written.</summary>
/// <param name="Revision">The draft's revision with it.</param>
public sealed record DraftSaved(DateTimeOffset SavedAt, int Revision)
{
    /// <summary>What was not written; empty as a rule.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];

    /// <summary>What other pages have changed since the writer last looked, without the conflicts.</summary>
    public IReadOnlyList<ChangedElsewhere> ChangedElsewhere { get; init; } = [];
}

/// <summary>What a page does not know yet.</summary>
public sealed record DraftNews(OpenDraft Draft, IReadOnlyList<ChangedElsewhere> ChangedElsewhere);
