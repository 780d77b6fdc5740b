using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.OneId;

namespace MiniApp.Core.Tests.External.OneId;

public sealed class OneIdOptionsTests
{
    private static OneIdOptions Read(params (string Setting, string? Value)[] settings)
    {
        var values = settings.ToDictionary(s => $"OneId:{s.Setting}", s => s.Value);
        using var provider = new ServiceCollection()
            .AddLogging()
            .AddOneId(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider();
        return provider.GetRequiredService<IOptions<OneIdOptions>>().Value;
    }

    [Fact]
    public void Options_NoneGiven_AreFineAndOff() => Assert.False(Read().IsConfigured);

    [Fact]
    public void Options_AllGiven_AreOnWithDefaults()
    {
        var options = Read(("BaseUrl", "https://one.example/"), ("ClientId", "c"), ("ClientSecret", "s"));

        Assert.True(options.IsConfigured);
        Assert.Equal(
            (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), 30),
            (options.AnswerTime, options.CallTimeout, options.RequestsPerAddress)
        );
    }

    [Theory]
    [InlineData(
        "BaseUrl",
        "one.example",
        "OneId:BaseUrl must be an absolute http or https address that ends with '/'."
    )]
    [InlineData(
        "BaseUrl",
        "https://one.example/api",
        "OneId:BaseUrl must be an absolute http or https address that ends with '/'."
    )]
    [InlineData("BaseUrl", null, "OneId:BaseUrl must be an absolute http or https address that ends with '/'.")]
    [InlineData("ClientId", " ", "OneId:ClientId must not be empty where ONE ID is used.")]
    [InlineData("ClientSecret", null, "OneId:ClientSecret must not be empty where ONE ID is used.")]
    [InlineData("AnswerTime", "00:00:00", "OneId:AnswerTime must be more than 0 and at most 1 minute.")]
    [InlineData("CallTimeout", "01:00:00", "OneId:CallTimeout must be more than 0 and at most 1 minute.")]
    [InlineData("RequestsPerAddress", "0", "OneId:RequestsPerAddress must be 1 or more.")]
    [InlineData(
        "SmsSender",
        "me",
        "OneId:SmsSender must be one of TAXBOX, eKYC_Info, OneService, OnePlatform, OTP_SMS, ONE.TH, MOPH-DID, or left out."
    )]
    public void Options_OneWrong_SaysWhichAndNotWhat(string setting, string? value, string problem)
    {
        (string, string?)[] good =
        [
            .. new (string Setting, string? Value)[]
            {
                ("BaseUrl", "https://one.example/"),
                ("ClientId", "c"),
                ("ClientSecret", "s"),
            }.Where(s => s.Setting != setting),
            (setting, value),
        ];

        Assert.Equal([problem], Assert.Throws<OptionsValidationException>(() => Read(good)).Failures);
    }
}
