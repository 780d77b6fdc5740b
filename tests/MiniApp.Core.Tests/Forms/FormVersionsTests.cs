using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormVersionsTests(CoreSystem core) : CoreTest(core)
{
    private readonly string _directory = Directory.CreateTempSubdirectory("forms").FullName;

    private FormVersions Versions => Node.Get<FormVersions>();

    [Fact]
    public async Task Find_EarlierVersion_IsTheFormAsItWas()
    {
        await SaveAsync("1", "before");
        await SaveAsync("2", "after");

        Assert.Equal("before", (await Versions.FindAsync("tiny", "1", default))?.Title.En);
        Assert.Equal("after", (await Versions.FindAsync("tiny", "2", default))?.Title.En);
        Assert.Null(await Versions.FindAsync("tiny", "3", default));
    }

    [Fact]
    public async Task Save_SameVersionEdited_KeepsTheNewestText()
    {
        await SaveAsync("1", "before");
        await SaveAsync("1", "mended");

        Assert.Equal("mended", (await Versions.FindAsync("tiny", "1", default))?.Title.En);
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from form_versions"));
    }

    [Fact]
    public async Task Save_BrokenFile_KeepsTheLastGoodText()
    {
        await SaveAsync("1", "good");
        var catalog = FormCatalog.Load(_directory);
        File.WriteAllText(Path.Combine(_directory, "tiny.form.json"), "{");
        catalog.Reload();

        await Versions.SaveAsync(catalog, default);

        Assert.Equal("good", (await Versions.FindAsync("tiny", "1", default))?.Title.En);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("[1]", false)]
    [InlineData("""{"code": "tiny"}""", false)]
    [InlineData(null, true)]
    public async Task Find_TextOfAnotherPortal_IsReadAsFarAsItCan(string? text, bool found)
    {
        var form = TestForms.Minimal();
        form["memberOfOldTimes"] = true;
        await ExecuteSqlAsync(
            "insert into form_versions (code, version, definition) values ('tiny', '0', $1)",
            text ?? form.ToJsonString()
        );

        Assert.Equal(found, await Versions.FindAsync("tiny", "0", default) is not null);
    }

    private async Task SaveAsync(string version, string title)
    {
        var form = TestForms.Minimal();
        form["version"] = version;
        form["title"]!["en"] = title;
        await File.WriteAllTextAsync(Path.Combine(_directory, "tiny.form.json"), "// why\n" + form);
        await Versions.SaveAsync(FormCatalog.Load(_directory), default);
    }
}
