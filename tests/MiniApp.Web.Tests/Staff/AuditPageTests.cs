using System.Net;
using System.Text.RegularExpressions;
using MiniApp.Sandbox.ThaiD;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Web.Tests.Staff;

/// <summary>The audit as an administrator sees it, and nobody else.</summary>
public sealed partial class AuditPageTests(WebSystem web) : WebTest(web)
{
    private const string Page = "/staff/audit";

    [Fact]
    public async Task Page_ShowsWhoSignedInAndWhoWasNotLetIn_Unnamed()
    {
        await System.SignInStaffAsync(NewBrowser(), "nophadon");
        var administrator = await AdministratorAsync();

        var html = await HtmlAsync(administrator, Page);

        Assert.Contains("วิชัย", html, StringComparison.Ordinal);
        Assert.Contains("เข้าสู่ระบบ", html, StringComparison.Ordinal);
        var refused = await HtmlAsync(administrator, $"{Page}?action=SignInRefused");
        Assert.Contains("ผู้ที่ไม่ใช่เจ้าหน้าที่", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(ThaiDPeople.ById("nophadon")!.NationalId, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("นพดล", refused, StringComparison.Ordinal);
        Assert.Single(Rows(refused).Select(row => row.Action).Distinct());
    }

    [Fact]
    public async Task Page_OverManyEntries_IsTurnedByKey_WithoutGapOrRepetition()
    {
        var administrator = await AdministratorAsync();
        for (var i = 0; i < 60; i++)
            await System.SignInStaffAsync(NewBrowser(), "nophadon");

        var numbers = new List<long>();
        var url = $"{Page}?action=SignInRefused";
        while (url is not null)
        {
            var html = await HtmlAsync(administrator, url);
            numbers.AddRange(Rows(html).Select(row => row.Number));
            url = Older().Match(html) is { Success: true } older ? older.Groups["url"].Value : null;
        }

        Assert.True(numbers.Count >= 60);
        Assert.Equal(numbers.OrderDescending().Distinct(), numbers);
        Assert.Equal(
            await CountAsync("select count(*) from audit_entries where action = 'sign_in_refused'"),
            numbers.Count
        );
    }

    [Theory]
    [InlineData("from=2569-13-40", "f-from")]
    [InlineData("until=tomorrow", "f-until")]
    public async Task Filter_WithWhatIsNoDate_SaysSoAtTheField(string query, string field)
    {
        var html = await HtmlAsync(await AdministratorAsync(), $"{Page}?{query}");

        Assert.Contains($"id=\"{field}-error\"", html, StringComparison.Ordinal);
        Assert.Contains("data-focus-on-load", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_ByDaysAsTheyAreTyped_TakesTheWholeDay()
    {
        var administrator = await AdministratorAsync();
        var today = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7));
        var buddhist = FormattableString.Invariant($"{today.Day}/{today.Month}/{today.Year + 543}");

        Assert.NotEmpty(Rows(await HtmlAsync(administrator, $"{Page}?from={buddhist}&until={buddhist}")));
        Assert.Empty(Rows(await HtmlAsync(administrator, $"{Page}?from=1/1/2600")));
        Assert.Empty(Rows(await HtmlAsync(administrator, $"{Page}?until=1/1/2560")));
    }

    [Fact]
    public async Task Export_IsACsvOfWhatIsShown_AndOnRecordItself()
    {
        var administrator = await AdministratorAsync();
        var token = PlainBrowser.AntiforgeryTokenOf(await HtmlAsync(administrator, Page));

        using var export = await PostAsync(administrator, token, ("action", "SignedIn"));

        Assert.Equal("text/csv", export.Content.Headers.ContentType!.MediaType);
        Assert.Equal("audit.csv", export.Content.Headers.ContentDisposition!.FileName);
        var bytes = await export.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = global::System
            .Text.Encoding.UTF8.GetString(bytes[3..])
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines[1..], line => Assert.Contains(",SignedIn,", line, StringComparison.Ordinal));
        Assert.Equal(
            await CountAsync("select count(*) from audit_entries where action = 'signed_in'"),
            lines.Length - 1
        );
        var newest = Rows(await HtmlAsync(administrator, Page))[0];
        Assert.Equal("ส่งออกข้อมูล", newest.Action);
    }

    [Fact]
    public async Task Audit_IsForAdministratorsAlone()
    {
        var administrator = await AdministratorAsync();
        var token = PlainBrowser.AntiforgeryTokenOf(await HtmlAsync(administrator, "/staff/people"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/staff/people")
        {
            Content = new FormUrlEncodedContent([
                new("_handler", "add"),
                new("__RequestVerificationToken", token),
                new("Form.NationalId", ThaiDPeople.ById("anan")!.NationalId),
                new("Form.Name", "อนันต์"),
                new("Form.Role", "Lead"),
            ]),
        };
        using (await administrator.SendAsync(request)) { }
        var lead = NewBrowser();
        Assert.Equal("/staff", await System.SignInStaffAsync(lead, "anan"));

        using var page = await lead.GetAsync(Page);
        using var export = await PostAsync(lead, PlainBrowser.AntiforgeryTokenOf(await HtmlAsync(lead, "/staff")));
        using var forged = await PostAsync(administrator, "");

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, export.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.DoesNotContain("/staff/audit", await HtmlAsync(lead, "/staff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applicant_SeesOnTheHistory_ThatNobodyOpenedTheirDraft()
    {
        var owner = await SignInAsync("somying");
        var page = $"/drafts/{owner.DraftId}/history";
        Assert.Contains("ยังไม่มีเจ้าหน้าที่เปิดดู", await HtmlAsync(owner.Browser, page), StringComparison.Ordinal);
    }

    private async Task<PlainBrowser> AdministratorAsync()
    {
        var browser = NewBrowser();
        await System.SignInStaffAsync(browser, "wichai");
        return browser;
    }

    private static async Task<string> HtmlAsync(PlainBrowser browser, string url)
    {
        using var response = await browser.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> PostAsync(
        PlainBrowser browser,
        string token,
        params (string Name, string Value)[] fields
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Page + "/export")
        {
            Content = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
        };
        return await browser.SendAsync(request);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static List<(long Number, string Action)> Rows(string html) =>
        [
            .. Entry()
                .Matches(html)
                .Select(row =>
                    (
                        long.Parse(
                            row.Groups["number"].Value,
                            global::System.Globalization.CultureInfo.InvariantCulture
                        ),
                        row.Groups["action"].Value
                    )
                ),
        ];

    [GeneratedRegex(
        "data-entry=\"(?<number>[0-9]+)\".*?scope=\"row\">(?<action>[^<]*)<",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        5000
    )]
    private static partial Regex Entry();

    [GeneratedRegex("rel=\"next\" href=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Older();
}
