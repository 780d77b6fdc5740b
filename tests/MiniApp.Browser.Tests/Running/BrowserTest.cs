using System.Globalization;
using Microsoft.Playwright;
using MiniApp.TestKit;

namespace MiniApp.Browser.Tests.Running;

/// <summary>
/// A test on the <see cref="Running.Stage"/>. When it fails it leaves a picture of each open page and the end of the
/// portal's log with its result.
/// </summary>
public abstract class BrowserTest(Stage stage) : IAsyncLifetime
{
    private const int LogTail = 6000;
    private readonly List<Applicant> _applicants = [];

    protected Stage Stage { get; } = stage;

    protected SandboxControl Control => Stage.Control;

    public async ValueTask InitializeAsync() => await Stage.ResetAsync();

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            await KeepEvidenceAsync();
        foreach (var applicant in _applicants)
            await applicant.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody with a browser of their own: own cookies, no link opened yet.</summary>
    protected async Task<Applicant> ApplicantAsync(Device? device = null)
    {
        var applicant = await Applicant.CreateAsync(Stage, device ?? Device.Desktop);
        _applicants.Add(applicant);
        return applicant;
    }

    private async Task KeepEvidenceAsync()
    {
        var output = TestContext.Current.TestOutputHelper;
        var name = string.Concat(
            TestContext.Current.Test!.TestDisplayName.Select(c => char.IsLetterOrDigit(c) ? c : '-')
        );
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "failures"));
        foreach (var (index, page) in _applicants.SelectMany(a => a.Context.Pages).Index())
        {
            var path = Path.Combine(
                directory.FullName,
                string.Create(CultureInfo.InvariantCulture, $"{name[..Math.Min(name.Length, 120)]}-{index + 1}.png")
            );
            try
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
                output?.WriteLine($"{page.Url}\n{path}");
            }
            catch (PlaywrightException gone)
            {
                output?.WriteLine($"No picture of {page.Url}: {gone.Message}");
            }
        }
        foreach (var line in _applicants.SelectMany(a => a.Console))
            output?.WriteLine(line);
        var log = Stage.Portal.Log;
        output?.WriteLine(log[Math.Max(0, log.Length - LogTail)..]);
    }
}
