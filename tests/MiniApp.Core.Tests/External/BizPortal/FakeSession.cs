using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.Tests.External.BizPortal;

/// <summary>Hands out <c>access-1</c>, and after a refresh <c>access-2</c> and so on.</summary>
internal sealed class FakeSession : IBizPortalSession
{
    private int _number = 1;

    public List<string> Rejected { get; } = [];

    public bool IsOver { get; set; }

    public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken) => new($"access-{_number}");

    public ValueTask<string> RefreshAsync(string rejectedToken, CancellationToken cancellationToken)
    {
        Rejected.Add(rejectedToken);
        if (IsOver)
        {
            throw new BizPortalException(BizPortalFailure.SessionOver, "Refresh");
        }
        _number++;
        return new($"access-{_number}");
    }
}
