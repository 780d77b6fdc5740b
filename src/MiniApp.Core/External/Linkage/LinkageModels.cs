using MiniApp.Core.Thai;

namespace MiniApp.Core.External.Linkage;

/// <summary>What a look-up came to. Only <see cref="Found"/> is somebody alive whose data can be compared: nothing else is a match.</summary>
public abstract record LinkageAnswer<T>
{
    private LinkageAnswer() { }

    /// <summary>In the register and alive.</summary>
    public sealed record Found(T Value) : LinkageAnswer<T>;

    /// <summary>In the register, and dead.</summary>
    public sealed record Dead(T Value) : LinkageAnswer<T>;

    /// <param name="Code">What the exchange called it, where it gave a code of its own.</param>
    public sealed record Failed(LinkageFailure Why, string? Code = null) : LinkageAnswer<T>;
}

/// <summary>Why a look-up gave nobody.</summary>
public enum LinkageFailure
{
    /// <summary>The register says that it has no such person.</summary>
    NotFound,

    /// <summary>Code 90001: the officer's card is not logged in.</summary>
    ReaderNotReady,

    /// <summary>The exchange does not take the portal's consumer key, secret or token.</summary>
    TokenRefused,

    /// <summary>Refused for another reason, which the code names.</summary>
    Refused,

    /// <summary>No connection, no answer in time, or HTTP 429 or 5xx.</summary>
    Unavailable,

    /// <summary>An answer, but none that the contract knows.</summary>
    Malformed,
}

public enum LinkageGender
{
    Male = 1,
    Female = 2,
}

/// <summary>What the portal keeps of an answer of service 001: what it compares. Parents and all the rest are left behind.</summary>
public sealed record LinkagePerson(
    string? Title,
    string FirstName,
    string? MiddleName,
    string LastName,
    LinkageGender? Gender,
    PartialDate BirthDate
)
{
    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => nameof(LinkagePerson);
}

/// <summary>Of an answer of service 008: the registered address.</summary>
/// <param name="VillageNo">Number of the village (หมู่ที่); null where the place has none.</param>
/// <param name="AlleyWay">ตรอก, without that word.</param>
/// <param name="Alley">ซอย, without that word.</param>
/// <param name="Road">ถนน, without that word.</param>
public sealed record LinkageHouse(
    string HouseNo,
    string? VillageNo,
    string? AlleyWay,
    string? Alley,
    string? Road,
    string? Subdistrict,
    string? District,
    string? Province
)
{
    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => nameof(LinkageHouse);
}

/// <summary>What is in the officer's card readers. The names are the document's, but for the last. [D]</summary>
public enum AgentState
{
    /// <summary>The officer has not logged in with their card.</summary>
    AgentNotAvailable,

    /// <summary>The officer has.</summary>
    AgentAvailable,

    /// <summary>And a citizen's card is in the second reader.</summary>
    CitizenAvailable,

    /// <summary>The exchange did not say: away, or something the contract does not know.</summary>
    Unknown,
}

/// <summary>The reader's state at one moment.</summary>
/// <param name="Why">Set when it is not known.</param>
public sealed record AgentReading(AgentState State, LinkageFailure? Why = null)
{
    /// <summary>Whose card is in the second reader.</summary>
    internal string? CitizenId { get; init; }

    /// <summary>Whether the second reader holds this person's card.</summary>
    public bool HasCardOf(string nationalId) =>
        State == AgentState.CitizenAvailable && string.Equals(CitizenId, nationalId, StringComparison.Ordinal);

    /// <summary>Without the number of whoever sits there.</summary>
    public override string ToString() => State.ToString();
}
