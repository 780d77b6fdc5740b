using System.Net;
using System.Net.Http.Json;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Sandbox.Tests;

public sealed class CrowdTests
{
    [Fact]
    public void Person_EveryNumber_IsFoundByIdAndIdentityAndNobodyTwice()
    {
        var people = new People(crowd: 2000);

        var crowd = Enumerable.Range(1, 2000).Select(Crowd.Person).ToList();

        Assert.All(crowd, person => Assert.Equal(person.Id, people.ById(person.Id)?.Id));
        Assert.All(crowd, person => Assert.Equal(person.Id, people.ByIdentity(person.IdentityId)?.Id));
        Assert.Equal(2000, crowd.Select(person => person.IdentityId).Distinct().Count());
        Assert.Equal(2000, crowd.Select(person => person.MobileNumber).Distinct().Count());
    }

    [Fact]
    public void Person_EveryNumber_HasAValidCheckDigit() =>
        Assert.All(
            Enumerable.Range(1, 2000).Select(n => Crowd.Person(n).IdentityId),
            id => Assert.Equal(id[12] - '0', (11 - id[..12].Select((c, i) => (c - '0') * (13 - i)).Sum() % 11) % 10)
        );

    [Fact]
    public void ByIdentity_BeyondTheCrowd_IsNobody()
    {
        var people = new People(crowd: 10);

        Assert.Null(people.ById("crowd-00011"));
        Assert.Null(people.ByIdentity(Crowd.Person(11).IdentityId));
        Assert.Null(people.ById("crowd-x"));
    }

    [Fact]
    public async Task Create_SameKeyAgain_IsTheSameRequestUnlessTheSandboxForgets()
    {
        Assert.Equal(1, await RequestsAfterTheSameTwice(forgets: false));
        Assert.Equal(2, await RequestsAfterTheSameTwice(forgets: true));
    }

    [Fact]
    public async Task Faults_AddedForSeconds_AreOverByThemselvesAndCounted()
    {
        await using var sandbox = await TestSandbox.Start();
        var session = await sandbox.SignIn();
        using (
            await sandbox.Http.PostAsJsonAsync(
                "_sandbox/faults",
                new[]
                {
                    new
                    {
                        kind = "status",
                        value = 503,
                        seconds = 10,
                    },
                }
            )
        )
        {
            using var during = await session.PostRaw("SMS/OTP", new { identityId = session.IdentityId, type = 0 });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, during.StatusCode);
        }

        sandbox.Clock.Advance(TimeSpan.FromSeconds(11));

        using var after = await session.PostRaw("SMS/OTP", new { identityId = session.IdentityId, type = 0 });
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(1, (await sandbox.Control("faults/applied")).GetProperty("status").GetInt32());
    }

    private static async Task<int> RequestsAfterTheSameTwice(bool forgets)
    {
        await using var sandbox = await TestSandbox.Start(options => options with { Crowd = 1, ForgetsKeys = forgets });
        using var response = await sandbox.Login((await sandbox.Link("crowd-00001")).GetProperty("token").GetString()!);
        var tokens = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        var session = new SignedIn(sandbox, Crowd.Person(1), tokens);
        var body = session.CreateBody(await session.VerifiedOtp());
        for (var n = 0; n < 2; n++)
            await session.Post("ApplicationRequest/Create", body, idempotencyKey: "k");
        return (await sandbox.Control("requests")).GetArrayLength();
    }
}
