using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.Hcm;

namespace MiniApp.Core.Tests.External.Hcm;

public sealed class HcmReadingTests
{
    private static readonly Uri Root = new("https://hcm.example.org/hcmRestApi/resources/11.13.18.05/");

    [Theory]
    [InlineData("""{"title":"Bad Request","status":"400","detail":"no such day"}""", "no such day")]
    [InlineData(
        """{"title":"Bad Request","o:errorDetails":[{"detail":"first"},{"detail":"second"}]}""",
        "first; second"
    )]
    [InlineData("""{"o:errorDetails":[{"title":"only a title"}]}""", "only a title")]
    [InlineData("The record was changed.", "The record was changed.")]
    [InlineData("\"quoted\"", "quoted")]
    [InlineData("", null)]
    [InlineData("<html><body>Gateway</body></html>", null)]
    [InlineData("{\"broken\":", null)]
    [InlineData("{}", null)]
    public void Message_EachShapeOfAnError_IsRead(string body, string? message) =>
        Assert.Equal(message, HcmErrors.Message(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Message_VeryLong_IsCut() =>
        Assert.Equal(
            500,
            HcmErrors
                .Message(
                    new byte[9000]
                        .Select(_ => (byte)'a')
                        .ToArray()
                )!
                .Length
        );

    [Theory]
    [InlineData("https://hcm.example.org/hcmRestApi/resources/11.13.18.05/workers/0002A", true)]
    [InlineData("https://hcm.example.org:443/hcmRestApi/resources/11.13.18.05/workers/0002A", true)]
    [InlineData("https://HCM.example.org/hcmRestApi/resources/11.13.18.05/workers/0002A", true)]
    [InlineData("https://evil.example.org/hcmRestApi/resources/11.13.18.05/workers/0002A", false)]
    [InlineData("https://hcm.example.org.evil.example/hcmRestApi/resources/11.13.18.05/workers/1", false)]
    [InlineData("http://hcm.example.org/hcmRestApi/resources/11.13.18.05/workers/0002A", false)]
    [InlineData("https://hcm.example.org:8443/hcmRestApi/resources/11.13.18.05/workers/0002A", false)]
    [InlineData("https://user@hcm.example.org/hcmRestApi/resources/11.13.18.05/workers/0002A", false)]
    [InlineData("https://hcm.example.org/hcmRestApi/resources/11.13.18.05/../../secret", false)]
    [InlineData("https://hcm.example.org/other/workers/0002A", false)]
    [InlineData("//evil.example.org/x", false)]
    [InlineData("workers/0002A", false)]
    public void Self_OnAnotherHostOrPart_IsNotFollowed(string href, bool followed)
    {
        var item = Item($$"""{"rel":"self","href":"{{href}}"}""");

        Assert.Equal(followed, HcmLinks.SelfOf(item, Root) is not null);
    }

    [Theory]
    [InlineData("ACED0005", "\"ACED0005\"")]
    [InlineData("\\\"ACED\\\"", "\"ACED\"")]
    [InlineData("W/\\\"1\\\"", "W/\"1\"")]
    [InlineData("with blank", null)]
    [InlineData("", null)]
    public void Self_ChangeIndicator_BecomesTheEntityTag(string indicator, string? tag)
    {
        var item = Item(
            $$$"""{"rel":"self","href":"{{{Root}}}workers/1","properties":{"changeIndicator":"{{{indicator}}}"}}"""
        );

        Assert.Equal(tag, HcmLinks.SelfOf(item, Root)!.Value.ETag);
    }

    [Theory]
    [InlineData("somchai@example.ac.th", true)]
    [InlineData("a.b_c-d+e@x", true)]
    [InlineData("a;PersonId=1", false)]
    [InlineData("a b", false)]
    [InlineData("a%", false)]
    [InlineData("a*", false)]
    [InlineData("'a'", false)]
    [InlineData("สมชาย", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Username_MeaningSomethingToTheQuery_IsNone(string? username, bool valid) =>
        Assert.Equal(valid, HcmUsername.IsValid(username));

    [Theory]
    [InlineData("Hcm:BaseUrl must be", "Hcm:BaseUrl=http://hcm.example.org/", "Hcm:Username=u", "Hcm:Password=p")]
    [InlineData("Hcm:BaseUrl must be", "Hcm:BaseUrl=https://hcm.example.org/fa", "Hcm:Username=u", "Hcm:Password=p")]
    [InlineData("Hcm:Username must be", "Hcm:BaseUrl=https://hcm.example.org/", "Hcm:Password=p")]
    [InlineData("Hcm:Password must be", "Hcm:BaseUrl=https://hcm.example.org/", "Hcm:Username=u")]
    [InlineData(
        "Hcm:ClientId must",
        "Hcm:BaseUrl=https://hcm.example.org/",
        "Hcm:TokenUrl=https://t.example/",
        "Hcm:ClientSecret=s"
    )]
    [InlineData(
        "must be empty where Hcm:TokenUrl",
        "Hcm:BaseUrl=https://hcm.example.org/",
        "Hcm:TokenUrl=https://t.example/",
        "Hcm:ClientId=c",
        "Hcm:ClientSecret=s",
        "Hcm:Password=p"
    )]
    [InlineData(
        "Hcm:Employees:0:NationalId",
        "Hcm:BaseUrl=https://hcm.example.org/",
        "Hcm:Username=u",
        "Hcm:Password=p",
        "Hcm:Employees:0:NationalId=1",
        "Hcm:Employees:0:Username=u"
    )]
    public void Settings_Wrong_SayWhichWithoutTheValue(string problem, params string[] settings)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options(settings));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hcm.example.org", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_None_MeanNoHcm() => Assert.False(Options([]).IsConfigured);

    private static HcmOptions Options(string[] settings)
    {
        var values = settings
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1]);
        return new ServiceCollection()
            .AddLogging()
            .AddHcm(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider()
            .GetRequiredService<IOptions<HcmOptions>>()
            .Value;
    }

    private static JsonNode Item(string link) => JsonNode.Parse($$"""{"links":[{"rel":"canonical"},{{link}}]}""")!;
}
