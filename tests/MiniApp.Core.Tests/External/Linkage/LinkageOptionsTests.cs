using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.Linkage;

namespace MiniApp.Core.Tests.External.Linkage;

public sealed class LinkageOptionsTests
{
    private static readonly string[] Good =
    [
        "BaseUrl=https://exchange.example.org/",
        "ConsumerKey=key",
        "ConsumerSecret=hidden-value",
    ];

    [Fact]
    public void Settings_None_MeanNoLinkageCenter() => Assert.False(Options([]).IsConfigured);

    [Fact]
    public void Settings_TheThreeThatAreNeeded_DoWithTheUsualServices()
    {
        var options = Options(Good);

        Assert.Equal(("001", 5000, "01"), (options.Person.ServiceId, options.Person.Database, options.Person.Version));
        Assert.Equal(("008", "00023"), (options.House.ServiceId, options.OfficeId));
        Assert.Equal(LinkagePurpose.Defaults, options.PurposesInForce);
    }

    [Fact]
    public void Purposes_OfTheAgency_AreTheOnlyOnes()
    {
        var options = Options([.. Good, "Purposes:0:Code=fee", "Purposes:0:Th=ค่าธรรมเนียม", "Purposes:0:En=Fee"]);

        Assert.Equal("fee", Assert.Single(options.PurposesInForce).Code);
    }

    [Theory]
    [InlineData("Linkage:BaseUrl must be", "BaseUrl=http://exchange.example.org/")]
    [InlineData("Linkage:BaseUrl must be", "BaseUrl=https://exchange.example.org/ws")]
    [InlineData("Linkage:ConsumerKey must", "ConsumerKey=")]
    [InlineData("Linkage:ConsumerKey must", "ConsumerKey=a b")]
    [InlineData("Linkage:ConsumerSecret must", "ConsumerSecret=")]
    [InlineData("Linkage:Person:ServiceId must", "Person:ServiceId=")]
    [InlineData("Linkage:House:Database must be 5000 or 6000", "House:Database=7000")]
    [InlineData("Linkage:Person:Body must have a key", "Person:Database=6000", "Person:Body:PID=x")]
    [InlineData("Linkage:Person:Body goes with", "Person:Body:PID={CitizenID}")]
    [InlineData("Linkage:Purposes must each", "Purposes:0:Code=A b", "Purposes:0:Th=x", "Purposes:0:En=x")]
    [InlineData("Linkage:CallTimeout must", "CallTimeout=00:02:00")]
    public void Settings_Wrong_SayWhichWithoutTheValue(string problem, params string[] changes)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options([.. Good, .. changes]));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("exchange.example.org", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-value", failure.Message, StringComparison.Ordinal);
    }

    private static LinkageOptions Options(string[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var setting in settings.Select(text => text.Split('=', 2)))
            values[$"Linkage:{setting[0]}"] = setting[1];
        return new ServiceCollection()
            .AddLogging()
            .AddLinkage(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider()
            .GetRequiredService<IOptions<LinkageOptions>>()
            .Value;
    }
}
