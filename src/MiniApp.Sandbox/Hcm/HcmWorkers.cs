using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Hcm;

/// <summary>What was in force from one day to another.</summary>
internal sealed record HcmRow(DateOnly From, DateOnly To, JsonObject Fields);

/// <summary>One record of a worker's list, with its history.</summary>
/// <param name="Id">Opaque: a hash, as HCM's are, so that nobody can build one.</param>
/// <param name="Version">Counts changes; the entity tag is made from it.</param>
internal sealed record HcmChild(string Id, int Version, IReadOnlyList<HcmRow> Rows)
{
    public HcmRow? On(DateOnly day) => Rows.FirstOrDefault(row => row.From <= day && day <= row.To);
}

/// <summary>An employee: account, worker and lists.</summary>
/// <param name="Key">Names the file of the worker.</param>
internal sealed record HcmWorker(
    string Key,
    string Id,
    string Username,
    bool Suspended,
    long PersonId,
    string PersonNumber,
    int Version,
    string? DateOfBirth,
    IReadOnlyDictionary<string, IReadOnlyList<HcmChild>> Children
)
{
    public HcmWorker With(string list, HcmChild changed) =>
        this with
        {
            Children = Children.ToDictionary(
                pair => pair.Key,
                pair => pair.Key == list ? [.. pair.Value.Select(c => c.Id == changed.Id ? changed : c)] : pair.Value,
                StringComparer.Ordinal
            ),
        };
}

/// <summary>Everybody at HCM, kept with the data; begun anew from the invented employees.</summary>
internal sealed class HcmWorkers
{
    public static readonly DateOnly EndOfTime = new(4712, 12, 31);

    private readonly JsonFiles<HcmWorker> _files;

    public HcmWorkers(string dataDirectory, TimeProvider clock)
    {
        Clock = clock;
        _files = new JsonFiles<HcmWorker>(
            Path.Combine(Path.GetFullPath(dataDirectory), "hcm-workers"),
            worker => worker.Key
        ).Load();
        if (!_files.All.Any())
        {
            Reset();
        }
    }

    public TimeProvider Clock { get; }

    public Lock Gate { get; } = new();

    /// <summary>In Bangkok.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(7)).DateTime);

    public IEnumerable<HcmWorker> All => _files.All.OrderBy(worker => worker.PersonId);

    public HcmWorker? ByUsername(string username) =>
        _files.All.FirstOrDefault(w => w.Username.Equals(username, StringComparison.OrdinalIgnoreCase));

    public HcmWorker? ById(string id) => _files.All.FirstOrDefault(w => w.Id == id);

    public HcmWorker? ByPersonId(string personId) => _files.All.FirstOrDefault(w => Text(w.PersonId) == personId);

    public void Save(HcmWorker worker) => _files.Save(worker);

    public void Reset()
    {
        lock (Gate)
        {
            _files.Clear();
            foreach (var worker in HcmEmployees.Load())
            {
                _files.Save(worker);
            }
        }
    }

    /// <summary>An id of HCM's kind.</summary>
    public static string OpaqueId(string seed) =>
        "00020000000EACED00057708000110F0" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    /// <summary>What <c>changeIndicator</c> says and, in quotes, the entity tag.</summary>
    public static string TagOf(string id, int version) =>
        "ACED0005737200136A6176612E7574696C" + OpaqueId(FormattableString.Invariant($"{id}:{version}"))[^32..];

    public static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
