using Bunit;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Tests.Shell;

public sealed class PersonFieldTests : ShellContext
{
    private static readonly FormField Person = Field(FieldType.Person);

    [Fact]
    public void Thai_AsksTheNationalIdAndShowsThai()
    {
        var rendered = RenderField(Person);

        Assert.NotNull(rendered.Find("#f-q-nationalId"));
        Assert.Empty(rendered.FindAll("#f-q-passport"));
        Assert.Equal("ไทย", rendered.Find("#f-q-nationality").GetAttribute("value"));
    }

    [Theory]
    [InlineData("ญี่ปุ่น", "JP")]
    [InlineData("Japanese", "JP")]
    [InlineData("uk", "GB")]
    [InlineData("ไทย", "TH")]
    public void Nationality_ByAnyName_IsKeptAsCode(string typed, string code)
    {
        var rendered = RenderField(Person);

        rendered.Find("#f-q-nationality").Change(typed);

        Assert.Equal(code, Answers.Person("q").Nationality);
        Assert.Equal(code is not "TH", rendered.FindAll("#f-q-passport").Count == 1);
    }

    [Fact]
    public void Nationality_Unknown_StaysAsTyped()
    {
        var rendered = RenderField(Person);

        rendered.Find("#f-q-nationality").Change("แอตแลนติส");

        Assert.Equal("แอตแลนติส", rendered.Find("#f-q-nationality").GetAttribute("value"));
    }

    [Fact]
    public void Numbers_AreNormalisedAndKeptUnderTheOtherNationality()
    {
        var rendered = RenderField(Person);

        rendered.Find("#f-q-nationalId").Change("๑-๑๐๑๗-๐๐๒๐๓-๔๕-๐");
        rendered.Find("#f-q-nationality").Change("ลาว");
        rendered.Find("#f-q-passport").Change("pa 123-4567");

        var person = Answers.Person("q");
        Assert.Equal(("1101700203450", "PA1234567"), (person.NationalId, person.Passport));
        rendered.Find("#f-q-nationality").Change("ไทย");
        Assert.Equal("1-1017-00203-45-0", rendered.Find("#f-q-nationalId").GetAttribute("value"));
    }

    [Fact]
    public void Title_Other_AsksWhichAndKeepsItWrittenOut()
    {
        var rendered = RenderField(Person);
        Assert.Empty(rendered.FindAll("#f-q-title-other"));

        rendered.Find("#f-q-title").Change("other");
        rendered.Find("#f-q-title-other").Change("ดร.");

        Assert.Equal("ดอกเตอร์", Answers.Person("q").Title);
        Assert.Equal("other", rendered.Find("#f-q-title").GetAttribute("value"));
        rendered.Find("#f-q-title").Change("นาง");
        Assert.Equal("นาง", Answers.Person("q").Title);
        Assert.Empty(rendered.FindAll("#f-q-title-other"));
    }

    [Fact]
    public void PartError_StandsAtItsPart()
    {
        var rendered = RenderField(Person, new FieldProblem("q", "ใส่นามสกุล", "lastName"));

        Assert.Equal("f-q-lastName-error", rendered.Find("#f-q-lastName").GetAttribute("aria-describedby"));
        Assert.Contains("ใส่นามสกุล", rendered.Find("#f-q-lastName-error").TextContent, StringComparison.Ordinal);
        Assert.False(rendered.Find("#f-q-firstName").HasAttribute("aria-invalid"));
    }

    [Fact]
    public void AllPartsEmptied_RemovesTheAnswer()
    {
        Answers.Set("q", new PersonAnswer(FirstName: "สมมติ").ToJson());
        var rendered = RenderField(Person);

        rendered.Find("#f-q-firstName").Change(" ");

        Assert.Null(Assert.Single(Changes).Value);
    }

    [Fact]
    public void Locked_IsDisabledAndSaysWhy()
    {
        var rendered = RenderField(Person, p => p.Add(f => f.Locked, true).Add(f => f.RegistryText, "นายสมมุติ"));

        var group = rendered.Find("fieldset#f-q");
        Assert.True(group.HasAttribute("disabled"));
        var said = rendered.Find("#" + group.GetAttribute("aria-describedby")).TextContent;
        Assert.Contains("แก้ไขไม่ได้", said, StringComparison.Ordinal);
        Assert.Contains("ในทะเบียน: นายสมมุติ", said, StringComparison.Ordinal);
    }
}
