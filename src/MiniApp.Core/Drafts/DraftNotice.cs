using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MiniApp.Core.Drafts;

/// <summary>Tells every node that a draft changed, or how it came on at Biz Portal. Holds no answer and nobody's name.</summary>
public sealed record DraftNotice(Guid DraftId, UpstreamStatus Status)
{
    // PostgreSQL takes less than 8,000 bytes; this is about 60.
    internal string ToPayload() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DraftId:N} {Status.Revision} {Status.UpstreamRevision} {(int?)Status.Trouble ?? -1}"
        );

    /// <summary>False for what another version of the portal may send.</summary>
    internal static bool TryParse(string payload, [NotNullWhen(true)] out DraftNotice? notice)
    {
        notice = null;
        var parts = payload.Split(' ');
        if (
            parts.Length < 4
            || !Guid.TryParseExact(parts[0], "N", out var draftId)
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var revision)
            || !int.TryParse(parts[2], CultureInfo.InvariantCulture, out var upstreamRevision)
            || !int.TryParse(parts[3], CultureInfo.InvariantCulture, out var trouble)
        )
            return false;
        notice = new(
            draftId,
            new UpstreamStatus(revision, upstreamRevision, trouble < 0 ? null : (UpstreamTrouble)trouble)
        );
        return true;
    }
}
