using MiniApp.Core.Linkage;

namespace MiniApp.Web.Staff.Linkage;

/// <summary>What the panel on a static page has to know: sealed on its way through the browser, and of no use to another session.</summary>
internal sealed record LinkageTicket(Guid SessionId, Guid DraftId, LinkageSubject? Subject)
{
    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => nameof(LinkageTicket);
}
