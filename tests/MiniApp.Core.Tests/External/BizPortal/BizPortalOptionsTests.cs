using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Links;
using MiniApp.Core.Tests.Links;

namespace MiniApp.Core.Tests.External.BizPortal;

public sealed class BizPortalOptionsTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["BizPortal:BaseUrl"] = "https://biz.example/",
        ["BizPortal:LinkKey"] = LinkMaker.Key,
        ["BizPortal:LinkIv"] = LinkMaker.Iv,
        ["BizPortal:CallbackUrl"] = "https://biz.example/done",
        ["BizPortal:Applications:mna005a:ApplicationKey"] = "application-key",
    };

    private static ServiceProvider Provider(params (string Setting, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (setting, value) in changes)
        {
            settings[$"BizPortal:{setting}"] = value;
        }
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddBizPortal(configuration).BuildServiceProvider();
    }

    [Fact]
    public void AddBizPortal_GoodSettings_GivesSingletonsAndDefaults()
    {
        using var provider = Provider();
        Assert.Same(provider.GetRequiredService<BizPortalClient>(), provider.GetRequiredService<BizPortalClient>());
        Assert.Same(provider.GetRequiredService<LinkReader>(), provider.GetRequiredService<LinkReader>());

        var options = provider.GetRequiredService<IOptions<BizPortalOptions>>().Value;
        Assert.Equal(BizPortalReadMethod.Post, options.ReadMethod);
        Assert.Equal("V7", options.ProfileVersion);
        Assert.Equal(BizPortalDataEncoding.String, options.DataEncoding);
        Assert.Equal(
            (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100)),
            (options.ConnectTimeout, options.CallTimeout, options.UploadTimeout)
        );
        Assert.Equal("application-key", options.FindApplicationKey("MNA005A"));
        Assert.Null(options.FindApplicationKey("mna999"));
    }

    [Theory]
    [InlineData("BaseUrl", null, "BizPortal:BaseUrl must be an absolute http or https address that ends with '/'.")]
    [InlineData("BaseUrl", "/x/", "BizPortal:BaseUrl must be an absolute http or https address that ends with '/'.")]
    [InlineData(
        "BaseUrl",
        "ftp://h/",
        "BizPortal:BaseUrl must be an absolute http or https address that ends with '/'."
    )]
    [InlineData(
        "BaseUrl",
        "https://h/x",
        "BizPortal:BaseUrl must be an absolute http or https address that ends with '/'."
    )]
    [InlineData("LinkKey", "", "BizPortal:LinkKey must be 64 hexadecimal digits (AES-256 key).")]
    [InlineData("LinkKey", "5ec4e7", "BizPortal:LinkKey must be 64 hexadecimal digits (AES-256 key).")]
    [InlineData("LinkIv", "5ec4e7", "BizPortal:LinkIv must be 32 hexadecimal digits (AES IV).")]
    [InlineData("CallbackUrl", null, "BizPortal:CallbackUrl must be an absolute http or https address.")]
    [InlineData("ReadMethod", "7", "BizPortal:ReadMethod must be Post or Get.")]
    [InlineData("DataEncoding", "7", "BizPortal:DataEncoding must be String or Object.")]
    [InlineData("ProfileVersion", "../V7", "BizPortal:ProfileVersion must be letters and digits such as V7, or empty.")]
    [InlineData(
        "Applications:mna005a:ApplicationKey",
        " ",
        "BizPortal:Applications:mna005a:ApplicationKey must not be empty."
    )]
    [InlineData("ConnectTimeout", "00:00:00", "BizPortal:ConnectTimeout must be more than 0 and at most 1 hour.")]
    [InlineData("CallTimeout", "-00:00:01", "BizPortal:CallTimeout must be more than 0 and at most 1 hour.")]
    [InlineData("UploadTimeout", "02:00:00", "BizPortal:UploadTimeout must be more than 0 and at most 1 hour.")]
    [InlineData("RetryDelay", "00:02:00", "BizPortal:RetryDelay must be between 0 and 1 minute.")]
    public void Start_BadSetting_IsNamedWithoutItsValue(string setting, string? value, string message)
    {
        using var provider = Provider((setting, value));
        var e = Assert.Throws<OptionsValidationException>(() =>
            provider.GetRequiredService<IStartupValidator>().Validate()
        );
        Assert.Equal([message], e.Failures);
    }

    [Fact]
    public void Start_NothingConfigured_NamesEverySetting()
    {
        using var provider = new ServiceCollection()
            .AddBizPortal(new ConfigurationBuilder().Build())
            .BuildServiceProvider();
        var e = Assert.Throws<OptionsValidationException>(() =>
            provider.GetRequiredService<IStartupValidator>().Validate()
        );
        Assert.Equal(5, e.Failures.Count());
        Assert.Contains("BizPortal:Applications must name at least one form with its ApplicationKey.", e.Failures);
    }
}
