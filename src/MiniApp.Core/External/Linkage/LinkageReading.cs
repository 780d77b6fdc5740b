using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Thai;

namespace MiniApp.Core.External.Linkage;

/// <summary>Answers of the exchange as types. What is not as the contract has it is Malformed, never half a person.</summary>
internal static class LinkageReading
{
    private const string Nobody = "0000000000000";

    private static readonly string[] IdNames = ["personalID", "citizenID", "pid"];

    public static LinkageAnswer<LinkagePerson> Person(JsonObject answer, string citizenId)
    {
        var malformed = new LinkageAnswer<LinkagePerson>.Failed(LinkageFailure.Malformed);
        // Where the answer says whose it is, it must be this person's.
        if (IdNames.Select(name => answer.Text(name)).Any(id => id is not (null or "0") && id != citizenId))
            return malformed;
        var status = answer.Number("statusOfPersonCode");
        if (status == 2)
            return new LinkageAnswer<LinkagePerson>.Failed(LinkageFailure.NotFound);
        var (first, last) = (Clean(answer, "firstName"), Clean(answer, "lastName"));
        if (
            first is null
            || last is null
            || status is not (0 or 1)
            || !PartialDate.TryReadBuddhist(answer.Text("dateOfBirth"), out var born)
        )
            return malformed;
        var person = new LinkagePerson(
            Clean(answer, "titleName") ?? Clean(answer, "titleDesc"),
            first,
            Clean(answer, "middleName"),
            last,
            GenderOf(answer),
            born
        );
        return status == 0
            ? new LinkageAnswer<LinkagePerson>.Found(person)
            : new LinkageAnswer<LinkagePerson>.Dead(person);
    }

    public static LinkageAnswer<LinkageHouse> House(JsonObject answer) =>
        Clean(answer, "houseNo") is { } number
            ? new LinkageAnswer<LinkageHouse>.Found(
                new LinkageHouse(
                    number,
                    Clean(answer, "villageNo"),
                    Clean(answer, "alleyWayDesc"),
                    Clean(answer, "alleyDesc"),
                    Clean(answer, "roadDesc"),
                    Clean(answer, "subdistrictDesc"),
                    Clean(answer, "districtDesc"),
                    Clean(answer, "provinceDesc")
                )
            )
            : new LinkageAnswer<LinkageHouse>.Failed(LinkageFailure.Malformed);

    /// <summary>States must go with the numbers beside them. [D]</summary>
    public static AgentReading Agent(JsonObject answer, string agentId)
    {
        var (agent, citizen) = (answer.Text("AgentID"), answer.Text("CitizenID"));
        return answer.Text("SessionState") switch
        {
            nameof(AgentState.AgentNotAvailable) => new AgentReading(AgentState.AgentNotAvailable),
            nameof(AgentState.AgentAvailable) when agent == agentId => new AgentReading(AgentState.AgentAvailable),
            nameof(AgentState.CitizenAvailable) when agent == agentId && citizen is { Length: 13 } and not Nobody =>
                new AgentReading(AgentState.CitizenAvailable) { CitizenId = citizen },
            _ => new AgentReading(AgentState.Unknown, LinkageFailure.Malformed),
        };
    }

    private static LinkageGender? GenderOf(JsonObject answer) =>
        answer.Number("genderCode") switch
        {
            1 => LinkageGender.Male,
            2 => LinkageGender.Female,
            _ => null,
        };

    /// <summary>Registers write a dash or a zero where there is nothing.</summary>
    private static string? Clean(JsonObject answer, string name) =>
        answer.Text(name)?.Trim() is { Length: > 0 and <= 200 } text and not ("-" or "–" or "0") ? text : null;
}
