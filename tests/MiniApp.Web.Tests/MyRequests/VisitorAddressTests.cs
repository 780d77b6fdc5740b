using System.Net;
using MiniApp.Web.Applicant.MyApplications;

namespace MiniApp.Web.Tests.MyRequests;

public sealed class VisitorAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Of_TwoAddresses_AreOneVisitorWithinAHousehold(string one, string other, bool same) =>
        Assert.Equal(same, VisitorAddress.Of(IPAddress.Parse(one)) == VisitorAddress.Of(IPAddress.Parse(other)));
}
