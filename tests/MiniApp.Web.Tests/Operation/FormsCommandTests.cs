using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Operation;

/// <summary>The author's tools, as an author starts them: no database, no settings.</summary>
public sealed class FormsCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("forms").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Lint_FormsOfThisRepository_FindsNothing()
    {
        var run = await RunAsync("lint", Path.Combine(Repository.Root, "forms"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("no problem", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_SpoiltForm_NamesFileLineAndRemedyAndFails()
    {
        var path = await SpoilAsync(form => form["steps"]![0]!["sections"]![0]!["fields"]![0]!["requierd"] = true);

        foreach (
            var arguments in new string[][]
            {
                ["lint", path],
                ["lint", _directory],
                ["lint", "--directory", _directory],
            }
        )
        {
            var run = await RunAsync(arguments);

            Assert.Equal(1, run.ExitCode);
            Assert.Matches(@"bad\.form\.json:[0-9]+: \$\.steps\[0\].*requierd.*Did you mean 'required'\?", run.Output);
        }
    }

    [Fact]
    public async Task Lint_OneGoodFileBesideABadOne_IsGood()
    {
        await SpoilAsync(form => form.Remove("code"));
        var good = Path.Combine(_directory, "good.form.json");
        File.Copy(Path.Combine(Repository.Root, "forms", "mna005a.form.json"), good);

        Assert.Equal(0, (await RunAsync("lint", good)).ExitCode);
    }

    [Fact]
    public async Task List_FormsOfThisRepository_AreInATable()
    {
        var run = await RunAsync("list", "--directory", Path.Combine(Repository.Root, "forms"));

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"(?m)^code +version +applicants +steps +fields +title", run.Output);
        Assert.Matches(@"(?m)^mna005a +\S+ +citizen, juristic +[0-9]+ +[0-9]+ +License", run.Output);
    }

    [Fact]
    public async Task Schema_IsTheFileThatEditorsUse()
    {
        var run = await RunAsync("schema");

        Assert.Equal(
            (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "forms", "form.schema.json"))).TrimEnd(),
            run.Output.TrimEnd()
        );
    }

    [Theory]
    [InlineData("citizen", 1)]
    [InlineData("juristic", 2)]
    public async Task Sample_HasAnswersAndWhatWouldBeSent(string applicant, int identityType)
    {
        var run = await RunAsync("sample", "MNA005A", applicant, "--directory", Path.Combine(Repository.Root, "forms"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var sample = JsonNode.Parse(run.Output)!;
        Assert.Equal("ตัวอย่าง", (string?)sample["answers"]!["placeName"]);
        Assert.Equal(identityType, (int)sample["payload"]!["data"]!["IdentityType"]!);
        Assert.NotEmpty(sample["payload"]!["dataDescription"]!.AsObject());
    }

    [Theory]
    [InlineData("sample", "nosuchform")]
    [InlineData("lint", "/nosuchdirectory")]
    [InlineData("lint", "form.json", "extra")]
    [InlineData("list", "--directory")]
    [InlineData("mend")]
    [InlineData]
    public async Task AnyTool_Misused_FailsAndSaysHow(params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.NotEqual(0, run.ExitCode);
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private async Task<string> SpoilAsync(Action<JsonObject> spoil)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "forms", "mna005a.form.json"));
        var options = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        };
        var form = JsonNode.Parse(text, documentOptions: options)!.AsObject();
        spoil(form);
        var path = Path.Combine(_directory, "bad.form.json");
        await File.WriteAllTextAsync(path, form.ToString());
        return path;
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.PortalAssembly, "forms", .. arguments])
        {
            WorkingDirectory = _directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
