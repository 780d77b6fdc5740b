using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MiniApp.Core.Forms;
using MiniApp.TestKit;
using MiniApp.Web.Authoring;
using MiniApp.Web.Tests.Shell;
using NSubstitute;

namespace MiniApp.Web.Tests.Authoring;

public sealed class FormPreviewTests : ShellContext
{
    private readonly string _directory = Directory.CreateTempSubdirectory("forms").FullName;
    private readonly FormCatalog _catalog;
    private readonly IHostEnvironment _host = Substitute.For<IHostEnvironment>();

    public FormPreviewTests()
    {
        File.Copy(Path.Combine(Repository.Root, "forms", "mna005a.form.json"), FilePath);
        _catalog = FormCatalog.Load(_directory);
        _host.EnvironmentName.Returns(Environments.Development);
        Services.AddSingleton(_catalog);
        Services.AddSingleton(_host);
        Services.AddSingleton(TimeProvider.System);
        JSInterop.Mode = JSRuntimeMode.Loose;
        InEnglish();
    }

    private string FilePath => Path.Combine(_directory, "mna005a.form.json");

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Page_EveryStep_IsShownBelowTheOther()
    {
        var page = Open("_forms/mna005a");

        Assert.True(_catalog.TryGet("mna005a", out var form));
        Assert.Equal(form.Steps.Select(step => step.Title.En), page.FindAll("h2").Select(h => h.TextContent));
        Assert.NotEmpty(page.FindAll("#f-nationalId"));
        Assert.Empty(page.FindAll("#f-juristicId"));
        Assert.Empty(page.FindAll(".error-summary"));
    }

    [Fact]
    public void Page_ForJuristic_AsksTheCompany()
    {
        var page = Open("_forms/mna005a?as=juristic&state=empty");

        Assert.Empty(page.FindAll("#f-nationalId"));
        Assert.NotEmpty(page.FindAll("#f-juristicId"));
    }

    [Fact]
    public void Page_WithSample_IsFilledAndComplains_OfNothing()
    {
        var page = Open("_forms/mna005a?as=citizen&state=sample");

        Assert.NotEmpty(page.Find("#f-placeName").GetAttribute("value")!);
        Assert.Empty(page.FindAll(".error-summary"));
        Assert.Contains("\"IdentityType\": 1", page.Find("details pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WithMessages_SaysWhatIsMissing_UntilItIsThere()
    {
        var page = Open("_forms/mna005a?as=citizen&state=messages");
        var before = page.FindAll(".error-summary li").Count;

        page.Find("#f-placeName").Change("ครัวคุณสมมติ");

        Assert.True(before > 10);
        Assert.Equal(before - 1, page.FindAll(".error-summary li").Count);
    }

    [Fact]
    public void Page_Answer_RevealsWhatHangsOnIt()
    {
        var page = Open("_forms/mna005a");
        Assert.Empty(page.FindAll("#f-leaseEnd"));

        page.Find("input[type=radio][value=rent]").Change("rent");

        Assert.NotEmpty(page.FindAll("#f-leaseEnd"));
    }

    [Fact]
    public void Page_EditedFile_ShowsAtOnceAndKeepsWhatWasTyped()
    {
        var page = Open("_forms/mna005a");
        page.Find("#f-placeName").Change("ครัวคุณสมมติ");

        Edit("\"Name of the shop\"", "\"Name on the sign\"");

        page.WaitForAssertion(() => Assert.Contains("Name on the sign", page.Markup, StringComparison.Ordinal));
        Assert.Equal("ครัวคุณสมมติ", page.Find("#f-placeName").GetAttribute("value"));
    }

    [Fact]
    public void Page_BrokenFile_NamesItsLineAboveTheLastGoodForm()
    {
        var page = Open("_forms/mna005a");

        Edit("\"requiredWhen\"", "\"requiredWen\"", "\"placeName\",", "\"placeName\", \"requierd\": true,");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".notice code, [role] code")));
        Assert.Contains("mna005a.form.json:", page.Markup, StringComparison.Ordinal);
        Assert.Contains("requierd", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("#f-placeName"));
    }

    [Fact]
    public void Page_FileThatNeverWasGood_ShowsItsProblems()
    {
        File.WriteAllText(Path.Combine(_directory, "hotel.form.json"), "{");
        _catalog.Reload();

        Assert.Contains("hotel.form.json:1", Open("_forms/hotel").Markup, StringComparison.Ordinal);
        Assert.Contains("hotel.form.json:1", Render<FormsPreviewPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void List_LinksEveryForm() =>
        Assert.Equal("_forms/mna005a", Render<FormsPreviewPage>().Find("li a").GetAttribute("href"));

    [Theory]
    [InlineData("Development", "nosuchform")]
    [InlineData("Production", "mna005a")]
    public void Page_UnknownFormOrNotInDevelopment_IsNotFound(string environment, string code)
    {
        _host.EnvironmentName.Returns(environment);
        var notFound = false;
        Navigation.OnNotFound += (_, _) => notFound = true;

        var page = Open($"_forms/{code}");

        Assert.True(notFound);
        Assert.Empty(page.FindAll("h1"));
    }

    private IRenderedComponent<FormPreviewPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<FormPreviewPage>(p => p.Add(page => page.Code, address.Split('/', '?')[1]));
    }

    private void Edit(params string[] replacements)
    {
        var text = File.ReadAllText(FilePath);
        foreach (var pair in replacements.Chunk(2))
            text = text.Replace(pair[0], pair[1], StringComparison.Ordinal);
        File.WriteAllText(FilePath, text);
        _catalog.Reload();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }
}
