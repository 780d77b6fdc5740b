namespace MiniApp.Sandbox.Tests;

public sealed class OtpTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;
    private SignedIn _session = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.Start();
        _session = await _sandbox.SignIn();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Request_SendsSixDigitsAndShowsAMaskedNumber()
    {
        var answer = await _session.Post("SMS/OTP", new { identityId = _session.IdentityId, type = 0 });
        var data = answer.GetProperty("data");
        Assert.Equal("08x-xxx-0001", data.GetProperty("mobileNumber").GetString());
        var sms = (await _sandbox.Control("sms"))[0];
        Assert.Matches("^[0-9]{6}$", sms.GetProperty("otp").GetString());
        Assert.Equal(data.GetProperty("ref").GetString(), sms.GetProperty("ref").GetString());
        Assert.DoesNotContain(sms.GetProperty("otp").GetString()!, answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_TwiceWithinAMinute_Refused()
    {
        await _session.RequestOtp();
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(3, await Status(_session.IdentityId));
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Status(_session.IdentityId));
    }

    [Fact]
    public async Task Request_ForSomebodyElse_RefusedAndNothingSent()
    {
        Assert.Equal(3, await Status(TestSandbox.Mana));
        Assert.Equal(0, (await _sandbox.Control("sms")).GetArrayLength());
    }

    [Fact]
    public async Task Request_WithoutAPhone_Refused()
    {
        var session = await _sandbox.SignIn("wira");
        var answer = await session.Post("SMS/OTP", new { identityId = session.IdentityId, type = 0 });
        Assert.Equal(3, answer.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Verify_AfterFiveWrongTries_NeverAgain()
    {
        var otp = await _session.RequestOtp();
        for (var i = 0; i < 5; i++)
        {
            Assert.False(await _session.Verify(Wrong(otp)));
        }
        Assert.False(await _session.Verify(otp));
    }

    [Fact]
    public async Task Verify_AfterFourWrongTries_StillWorks()
    {
        var otp = await _session.RequestOtp();
        for (var i = 0; i < 4; i++)
        {
            Assert.False(await _session.Verify(Wrong(otp)));
        }
        Assert.True(await _session.Verify(otp));
    }

    [Fact]
    public async Task Verify_AfterFiveMinutes_Invalid()
    {
        var otp = await _session.RequestOtp();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(await _session.Verify(otp));
    }

    [Fact]
    public async Task Verify_OlderOtp_Invalid()
    {
        var first = await _session.RequestOtp();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await _session.RequestOtp();
        Assert.Equal(first == second, await _session.Verify(first));
        Assert.True(await _session.Verify(second));
    }

    [Fact]
    public async Task Create_WithVerifiedOtp_SpendsIt()
    {
        var otp = await _session.VerifiedOtp();
        Assert.Equal(0, await Create(otp));
        Assert.Equal(3, await Create(otp));
        Assert.False(await _session.Verify(otp));
    }

    [Fact]
    public async Task Create_WithUnverifiedOtp_Refused() => Assert.Equal(3, await Create(await _session.RequestOtp()));

    [Fact]
    public async Task Create_WithAnotherOtp_Refused() =>
        Assert.Equal(3, await Create(Wrong(await _session.VerifiedOtp())));

    [Fact]
    public async Task Create_AfterTheOtpExpired_Refused()
    {
        var otp = await _session.VerifiedOtp();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(3, await Create(otp));
    }

    [Fact]
    public async Task Create_RefusedForAnotherReason_LeavesTheOtpGood()
    {
        var otp = await _session.VerifiedOtp();
        var refused = await _session.Post("ApplicationRequest/Create", _session.CreateBody(otp, "no-such-file"));
        Assert.Equal(3, refused.GetProperty("status").GetInt32());
        Assert.Equal(0, await Create(otp));
    }

    private static string Wrong(string otp) => (otp[0] == '0' ? '1' : '0') + otp[1..];

    private async Task<int> Status(string identityId) =>
        (await _session.Post("SMS/OTP", new { identityId, type = 0 })).GetProperty("status").GetInt32();

    private async Task<int> Create(string otp) =>
        (await _session.Post("ApplicationRequest/Create", _session.CreateBody(otp))).GetProperty("status").GetInt32();
}
