using System.Net.Http.Json;
using System.Text.Json;

namespace MiniApp.Sandbox.Tests;

/// <summary>Both calls as the document prints them, and every error with its text and code.</summary>
public sealed class OneIdTests : IAsyncLifetime
{
    private const string Mobile = "0810000001";
    private const string Root = "api/v1/citizen/oauth/mobile-and-idcard";
    private TestSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.Start();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Request_ByAMobileAndItsIdCard_AnswersWithCodeAndReferenceAndSendsThem()
    {
        var (status, answer) = await RequestAsync(Mobile, TestSandbox.Somying);

        Assert.Equal((200, "Success", 200), (status, Text(answer, "result"), answer.GetProperty("code").GetInt32()));
        Assert.False(answer.TryGetProperty("errorMessage", out _));
        var data = answer.GetProperty("data");
        Assert.Matches("^[0-9]{6}$", Text(data, "otp"));
        Assert.Matches("^[A-Z0-9]{6}$", Text(data, "ref_code"));
        var sms = (await _sandbox.Control($"sms?identityId={TestSandbox.Somying}"))[0];
        Assert.Equal(
            (Text(data, "otp"), Text(data, "ref_code"), Mobile),
            (Text(sms, "otp"), Text(sms, "ref"), Text(sms, "mobileNumber"))
        );
    }

    [Fact]
    public async Task Confirm_RightCode_GivesTokensOnce()
    {
        var data = (await RequestAsync(Mobile, TestSandbox.Somying)).Answer.GetProperty("data");

        var (status, answer) = await ConfirmAsync(Mobile, Text(data, "ref_code"), Text(data, "otp"));

        Assert.Equal((200, "Success"), (status, Text(answer, "result")));
        var account = answer.GetProperty("data");
        Assert.Equal(
            [
                "access_token",
                "account_id",
                "expiration_date",
                "expires_in",
                "login_by",
                "refresh_token",
                "token_type",
                "username",
            ],
            account.EnumerateObject().Select(p => p.Name).Order()
        );
        Assert.Equal("mobile_no and id_card", Text(account, "login_by"));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}$", Text(account, "expiration_date"));
        await IsRefusedAsync(ConfirmAsync(Mobile, Text(data, "ref_code"), Text(data, "otp")), 404, "otp invalid");
    }

    [Theory]
    [InlineData("0899999999", TestSandbox.Somying, 404, "user mobile not found")]
    [InlineData(Mobile, TestSandbox.Mana, 404, "id_card_num mismatch")]
    [InlineData("0840000004", "1839900004044", 404, "user mobile not found")]
    [InlineData(Mobile, "1509900001014", 400, "invalid format id_card_num")]
    [InlineData(Mobile, "123", 400, "invalid format id_card_num")]
    [InlineData("", TestSandbox.Somying, 400, "invalid request")]
    public async Task Request_ThatIsNone_IsRefusedInTheDocumentsWords(
        string mobile,
        string id,
        int code,
        string message
    )
    {
        await IsRefusedAsync(RequestAsync(mobile, id), code, message);

        Assert.Equal(0, (await _sandbox.Control("sms")).GetArrayLength());
    }

    [Fact]
    public async Task Request_WithinAMinute_IsAskedToWait()
    {
        await RequestAsync(Mobile, TestSandbox.Somying);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(59));
        await IsRefusedAsync(
            RequestAsync(Mobile, TestSandbox.Somying),
            400,
            "please wait about 1 minute before request OTP again"
        );

        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(200, (await RequestAsync(Mobile, TestSandbox.Somying)).Status);
    }

    [Fact]
    public async Task Confirm_WrongExpiredOrOfAnotherReference_IsInvalid()
    {
        var data = (await RequestAsync(Mobile, TestSandbox.Somying)).Answer.GetProperty("data");
        var (reference, code) = (Text(data, "ref_code"), Text(data, "otp"));
        var wrong = code == "000000" ? "000001" : "000000";

        await IsRefusedAsync(ConfirmAsync(Mobile, reference, wrong), 404, "otp invalid");
        await IsRefusedAsync(ConfirmAsync(Mobile, "AAAAAA", code), 404, "otp invalid");
        await IsRefusedAsync(ConfirmAsync("0820000002", reference, code), 404, "otp invalid");
        await IsRefusedAsync(ConfirmAsync("0899999999", reference, code), 404, "user mobile not found");
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        await IsRefusedAsync(ConfirmAsync(Mobile, reference, code), 404, "otp invalid");
    }

    [Fact]
    public async Task Confirm_AfterFiveWrongTries_NeverAgain()
    {
        var data = (await RequestAsync(Mobile, TestSandbox.Somying)).Answer.GetProperty("data");
        for (var i = 0; i < 5; i++)
            await ConfirmAsync(Mobile, Text(data, "ref_code"), "wrong!");

        await IsRefusedAsync(ConfirmAsync(Mobile, Text(data, "ref_code"), Text(data, "otp")), 404, "otp invalid");
    }

    [Fact]
    public async Task AnyCall_OfAnotherClientOrWithAnUnknownField_IsRefused()
    {
        var wrong = new Dictionary<string, string> { ["mobile_no"] = Mobile, ["id_card_num"] = TestSandbox.Somying };

        await IsRefusedAsync(PostAsync("", new(wrong) { ["client_secret"] = "wrong" }), 404, "client_id not found");
        await IsRefusedAsync(PostAsync("", new(wrong) { ["client_id"] = "somebody" }), 404, "client_id not found");
        await IsRefusedAsync(PostAsync("", new(wrong) { ["sms_sender"] = "NOBODY" }), 400, "invalid request");
        var (_, answer) = await PostAsync("", new(wrong) { ["citizen"] = "1" });
        Assert.Equal("invalid request", Text(answer, "errorMessage"));
        Assert.Contains("unknown field 'citizen'", Text(answer, "data"), StringComparison.Ordinal);
        Assert.Equal(200, (await PostAsync("", new(wrong) { ["sms_sender"] = "OneService" })).Status);
    }

    [Fact]
    public async Task Faults_HitOneIdAndAnswerInItsEnvelope()
    {
        var fault = new
        {
            route = "POST /" + Root,
            kind = "envelope",
            value = "sent otp fail please wait about 1 minute before request OTP again",
        };
        using (await _sandbox.Http.PutAsJsonAsync("_sandbox/faults", new[] { fault })) { }

        await IsRefusedAsync(RequestAsync(Mobile, TestSandbox.Somying), 400, fault.value);

        var call = Assert.Single((await _sandbox.Control("calls")).EnumerateArray());
        Assert.Equal("/" + Root, Text(call, "path"));
    }

    private Task<(int Status, JsonElement Answer)> RequestAsync(string mobile, string idCard) =>
        PostAsync("", new() { ["mobile_no"] = mobile, ["id_card_num"] = idCard });

    private Task<(int Status, JsonElement Answer)> ConfirmAsync(string mobile, string reference, string code) =>
        PostAsync(
            "/otp/confirm",
            new()
            {
                ["mobile_no"] = mobile,
                ["ref_code"] = reference,
                ["otp"] = code,
            }
        );

    private async Task<(int Status, JsonElement Answer)> PostAsync(string path, Dictionary<string, string> fields)
    {
        var (clientId, secret) = _sandbox.Server.OneIdClient;
        fields.TryAdd("client_id", clientId);
        fields.TryAdd("client_secret", secret);
        using var response = await _sandbox.Http.PostAsJsonAsync(Root + path, fields);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task IsRefusedAsync(Task<(int Status, JsonElement Answer)> call, int code, string message)
    {
        var (status, answer) = await call;
        Assert.Equal(
            (code, code, message),
            (status, answer.GetProperty("code").GetInt32(), Text(answer, "errorMessage"))
        );
        Assert.Equal("Fail", Text(answer, "result"));
    }

    private static string Text(JsonElement node, string name) => node.GetProperty(name).GetString()!;
}
