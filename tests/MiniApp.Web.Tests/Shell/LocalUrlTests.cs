using Microsoft.AspNetCore.Http;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Shell;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/request/7?tab=1#f-a", "/request/7?tab=1#f-a")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("request", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void OrHome_AnythingButALocalPath_IsTheStartPage(string? url, string expected) =>
        Assert.Equal(expected, LocalUrl.OrHome(url));

    [Fact]
    public void Current_LeavesTheEncryptedLinkOut()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/forms/mna005a";
        context.Request.QueryString = new QueryString("?Q=c2VjcmV0&page=2");

        Assert.Equal("/forms/mna005a?page=2", LocalUrl.Current(context));
    }
}
