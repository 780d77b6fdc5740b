using System.Collections.Concurrent;
using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox.Linkage;

/// <summary>What is in an officer's card reader, as the permission call names it. [D]</summary>
internal enum ReaderState
{
    /// <summary>The officer's card is not there, or nobody has logged in with it.</summary>
    AgentNotAvailable,

    /// <summary>The officer has logged in.</summary>
    AgentAvailable,

    /// <summary>And a citizen's card is in the second reader.</summary>
    CitizenAvailable,
}

/// <summary>One officer's reader.</summary>
/// <param name="CitizenId">Whose card is in it; null but for <see cref="ReaderState.CitizenAvailable"/>.</param>
internal sealed record CardReader(ReaderState State, string? CitizenId);

/// <summary>The card readers on the officers' desks. The first administrator has logged in already; all others have to.</summary>
internal sealed class LinkageReaders
{
    private static readonly CardReader Empty = new(ReaderState.AgentNotAvailable, null);

    private readonly ConcurrentDictionary<string, CardReader> _readers = new(StringComparer.Ordinal);

    public LinkageReaders() => Reset();

    /// <summary>Data is given only for the citizen whose card is in the reader; else for everybody. [F]</summary>
    public bool NeedsCitizenCard { get; set; }

    public CardReader Of(string agentId) => _readers.GetValueOrDefault(agentId) ?? Empty;

    public void Set(string agentId, CardReader reader) => _readers[agentId] = reader;

    public void Reset()
    {
        _readers.Clear();
        NeedsCitizenCard = false;
        Set(
            ThaiDPeople.ById(ThaiDPeople.FirstAdministrator)!.NationalId,
            new CardReader(ReaderState.AgentAvailable, null)
        );
    }

    /// <summary>Everybody with the ThaiD app, as they may work here.</summary>
    public IEnumerable<object> Describe() =>
        ThaiDPeople.All.Select(person =>
        {
            var reader = Of(person.NationalId);
            return new
            {
                Agent = person.Id,
                person.Name,
                State = reader.State.ToString(),
                Citizen = reader.CitizenId is { } id ? PersonaCatalog.ByIdentity(id)?.Id ?? id : null,
            };
        });
}
