using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Limits of dates and texts. Today is 20 November 2026.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("earliest", "today", "2026-11-20", "2026-11-19")]
    [InlineData("latest", "today", "2026-11-20", "2026-11-21")]
    [InlineData("earliest", "today-3m", "2026-08-20", "2026-08-19")]
    [InlineData("earliest", "today+30d", "2026-12-20", "2026-12-19")]
    [InlineData("latest", "today-20y", "2006-11-20", "2006-11-21")]
    [InlineData("earliest", "2026-01-31", "2026-01-31", "2026-01-30")]
    [InlineData("latest", "2026-01-31", "2026-01-31", "2026-02-01")]
    public void Date_AtItsLimit_IsAcceptedAndTheDayBeyondRefused(
        string member,
        string limit,
        string accepted,
        string refused
    )
    {
        var form = FormFiles.Load($$"""{ "id": "d", "type": "date", "{{member}}": "{{limit}}" }""");
        Assert.Empty(FormFiles.Check(form, $$"""{ "d": "{{accepted}}" }"""));
        Assert.Single(FormFiles.Check(form, $$"""{ "d": "{{refused}}" }"""));
    }

    [Fact]
    public void Date_BeyondItsLimit_SaysTheDayInBothLanguages()
    {
        var form = FormFiles.Load("""{ "id": "d", "type": "date", "earliest": "today-3m", "latest": "today" }""");
        Assert.Equal(["d///: “d” can't be before 20 August 2026."], FormFiles.Check(form, """{ "d": "2026-08-19" }"""));
        Assert.Contains(
            "20 สิงหาคม 2569",
            Assert.Single(FormFiles.Check(form, """{ "d": "2026-08-19" }""", "th-TH")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "20 พฤศจิกายน 2569",
            Assert.Single(FormFiles.Check(form, """{ "d": "2026-11-21" }""", "th-TH")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("2026-03-31", "today-1m", "2026-02-28")]
    [InlineData("2024-02-29", "today-1y", "2023-02-28")]
    [InlineData("2026-12-31", "today+1d", "2027-01-01")]
    [InlineData("2026-11-20", "today-999y", "1027-11-20")]
    public void Limit_OverMonthsAndYears_EndsOnADayThatExists(string today, string limit, string expected)
    {
        Assert.True(DateLimit.TryParse(limit, out var parsed));
        Assert.Equal(expected, parsed.On(DateOnly.Parse(today, null)).ToString("yyyy-MM-dd", null));
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("today+")]
    [InlineData("today+1000d")]
    [InlineData("today + 1d")]
    [InlineData("2569-01-01x")]
    [InlineData("2026-02-30")]
    [InlineData("")]
    public void Limit_NotUnderstood_IsRefused(string limit) => Assert.False(DateLimit.TryParse(limit, out _));

    [Theory]
    [InlineData("\"minLength\": 3", "กขค", "กข")]
    [InlineData("\"maxLength\": 3", "กขค", "กขคง")]
    [InlineData("\"characters\": \"thai\"", "บริษัท ก. (ไทย) จำกัด – สาขา 2 “ใหม่”", "บริษัท A")]
    [InlineData("\"characters\": \"english\"", "Company A (Thailand) Ltd. 2", "Company ก")]
    [InlineData("\"characters\": \"english\"", "O’Neill – “Fine” Foods", "Café")]
    [InlineData("\"characters\": \"english\"", "A 100 %", "A ั")]
    public void Text_LimitsOnLengthAndLetters(string members, string accepted, string refused)
    {
        var form = FormFiles.Load($$"""{ "id": "t", "type": "text", {{members}} }""");
        Assert.Empty(FormFiles.Check(form, $$"""{ "t": "{{accepted}}" }"""));
        Assert.Single(FormFiles.Check(form, $$"""{ "t": "{{refused}}" }"""));
        Assert.Single(FormFiles.Check(form, $$"""{ "t": "{{refused}}" }""", "th-TH"));
    }

    [Fact]
    public void Text_EnglishWithThaiNumerals_IsReadAsArabicOnes()
    {
        var form = FormFiles.Load("""{ "id": "t", "type": "text", "characters": "english" }""");
        Assert.Equal("Soi 5", AnswerReader.Parse(form.FindField("t")!, "Soi ๕")?.ToString());
    }

    [Fact]
    public void Pattern_ThatClosesTheGroupAroundIt_IsRefused()
    {
        // It would match anything that begins with a.
        var problem = Assert.Single(
            FormFiles.Problems(FormFiles.Json("""{ "id": "t", "type": "text", "pattern": "a)|(?:b" }"""))
        );
        Assert.Equal("$.steps[0].sections[0].fields[0].pattern", problem.Path);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+b")]
    [InlineData("(.*a){12}b")]
    [InlineData("([a-z]+)*[0-9]")]
    [InlineData("(a?){60}a{60}b")]
    [InlineData("(x+x+)+y|(.*.*.*=.*){9}")]
    [InlineData("((a{1,90}){1,90}!)?b")]
    [InlineData("(((a{999}){999}){999}){999}")]
    [InlineData("(.*a.{80})+(.*a.{70})+b")]
    public void Pattern_Hostile_IsRefusedOrAnsweredWellUnderASecond(string pattern)
    {
        var json = FormFiles.Json(
            """{ "id": "t", "type": "text", "maxLength": 100000, "pattern": "x" }""".Replace(
                "\"x\"",
                System.Text.Json.JsonSerializer.Serialize(pattern),
                StringComparison.Ordinal
            )
        );
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var catalog = FormFiles.Read(json.ToString());
        if (catalog.TryGet("tiny", out var form))
        {
            var typed = new string('a', 50_000) + "!";
            var answers = new Answers();
            answers.Set("t", AnswerReader.Parse(form.FindField("t")!, typed));
            _ = FormValidator.Validate(
                new FormView(form, answers, Core.Applicants.ApplicantType.Citizen, FormFiles.Today)
            );
        }
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("a@sub.example.co.th", true)]
    [InlineData("first.last+tag@example.com", true)]
    [InlineData("a@xn--o3cw4h.xn--o3cw4h", true)]
    [InlineData("a@sub..example.com", false)]
    [InlineData("a@-example.com", false)]
    [InlineData("a@example-.com", false)]
    [InlineData("a@.example.com", false)]
    [InlineData("a@example.c", false)]
    // Some providers gave out such names.
    [InlineData("a..b.@example.com", true)]
    public void Email_OnlyWhatCanBeOne(string email, bool accepted) =>
        Assert.Equal(
            accepted,
            FormFiles.Check(FormFiles.Load("""{ "id": "e", "type": "email" }"""), $$"""{ "e": "{{email}}" }""").Count
                == 0
        );

    [Theory]
    [InlineData("1234567890123456789012345678.99")]
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("99999999999999999999999999999")]
    public void Number_WithMoreDigitsThanCanBeKept_StaysAsTyped(string typed)
    {
        var form = FormFiles.Load("""{ "id": "m", "type": "decimal" }""");
        Assert.Equal(typed, JsonAnswer.Text(AnswerReader.Parse(form.FindField("m")!, typed)));
    }
}
