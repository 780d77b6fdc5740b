using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Sandbox.State;

/// <summary>
/// Everything Biz Portal remembers. One lock guards each decision that reads and then writes; bodies and files are
/// never read or written while it is held.
/// </summary>
internal sealed class SandboxState
{
    private readonly string _root;

    // Ways to find things without looking at all of them: load tests bring tens of thousands.
    private readonly ConcurrentDictionary<string, string> _userByAccess = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _requestByKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _draftByKey = new(StringComparer.Ordinal);
    private int _lastRequest;

    public SandboxState(SandboxOptions options)
    {
        Options = options;
        Clock = options.TimeProvider;
        _root = Path.GetFullPath(options.DataDirectory);
        Directory.CreateDirectory(_root);
        Applications = options.Applications ?? ApplicationCatalog.Load(options.FormsDirectory);
        People = new People(options.Crowd);
        Settings = LoadSettings();
        UrlTokens = Store<UrlToken>("url-tokens", x => x.Hash);
        Sessions = Store<Session>("sessions", x => x.UserId);
        Drafts = Store<Draft>("drafts", x => x.DraftId);
        Otps = Store<Otp>("otps", x => x.IdentityId);
        Messages = Store<Sms>("sms", x => x.Id);
        OneIdCodes = Store<OneIdCode>("one-id-codes", x => x.MobileNumber);
        Files = Store<StoredFile>("files", x => x.FileId);
        Requests = Store<ReceivedRequest>("requests", x => x.RequestId);
        Directory.CreateDirectory(ContentDirectory);
        if (Directory.Exists(IncomingDirectory))
        {
            // Uploads that the last stop cut short: their senders got no answer and send again.
            Directory.Delete(IncomingDirectory, recursive: true);
        }
        foreach (var session in Sessions.All)
        {
            _userByAccess[session.AccessHash] = session.UserId;
        }
        foreach (var request in Requests.All)
        {
            Index(request);
        }
        foreach (var draft in Drafts.All)
        {
            Index(draft);
        }
    }

    public SandboxOptions Options { get; }

    public TimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Registered MiniApps by form code, letter case ignored.</summary>
    public IReadOnlyDictionary<string, SandboxApplication> Applications { get; }

    public People People { get; }

    public SandboxSettings Settings { get; }

    public Lock Gate { get; } = new();

    public JsonFiles<UrlToken> UrlTokens { get; }
    public JsonFiles<Session> Sessions { get; }
    public JsonFiles<Draft> Drafts { get; }
    public JsonFiles<Otp> Otps { get; }
    public JsonFiles<Sms> Messages { get; }
    public JsonFiles<OneIdCode> OneIdCodes { get; }
    public JsonFiles<StoredFile> Files { get; }
    public JsonFiles<ReceivedRequest> Requests { get; }

    /// <summary>Folder of file contents, one folder per file.</summary>
    public string ContentDirectory => Path.Combine(_root, "content");

    /// <summary>Where uploads are written until their form is read to the end.</summary>
    public string IncomingDirectory => Path.Combine(ContentDirectory, "incoming");

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>256 bits, safe in a query string without encoding.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The session with this access token, expired or not.</summary>
    public Session? SessionByAccess(string accessHash) =>
        _userByAccess.TryGetValue(accessHash, out var userId)
        && Sessions.Find(userId) is { } session
        && session.AccessHash == accessHash
            ? session
            : null;

    /// <summary>Keeps the session; its former access token is forgotten.</summary>
    public void SaveSession(Session session)
    {
        if (Sessions.Find(session.UserId) is { } former)
        {
            _userByAccess.TryRemove(former.AccessHash, out _);
        }
        Sessions.Save(session);
        _userByAccess[session.AccessHash] = session.UserId;
    }

    /// <summary>What the same identity sent with the same idempotency key before.</summary>
    public ReceivedRequest? RequestByKey(string identityId, string key) =>
        _requestByKey.TryGetValue($"{identityId}|{key}", out var id) ? Requests.Find(id) : null;

    /// <summary>The draft that the same identity created with the same idempotency key before.</summary>
    public Draft? DraftByKey(string identityId, string key) =>
        _draftByKey.TryGetValue($"{identityId}|{key}", out var id) ? Drafts.Find(id) : null;

    public void SaveDraft(Draft draft)
    {
        Drafts.Save(draft);
        Index(draft);
    }

    /// <summary>Next running number of a request. Call with the gate held.</summary>
    public int NextRequestNumber() => _lastRequest + 1;

    public void SaveRequest(ReceivedRequest request)
    {
        Requests.Save(request);
        Index(request);
    }

    /// <summary>Access tokens stop working now; refresh tokens stay good.</summary>
    public void ExpireAccessTokens()
    {
        lock (Gate)
        {
            // Those that are over already need no writing: a drill expires the tokens of thousands again and again.
            foreach (var session in Sessions.All.Where(session => session.AccessExpiresAt > Now).ToList())
            {
                Sessions.Save(session with { AccessExpiresAt = DateTimeOffset.MinValue });
            }
        }
    }

    /// <summary>Forgets everything but the keys.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            UrlTokens.Clear();
            Sessions.Clear();
            Drafts.Clear();
            Otps.Clear();
            Messages.Clear();
            OneIdCodes.Clear();
            Files.Clear();
            Requests.Clear();
            _userByAccess.Clear();
            _requestByKey.Clear();
            _draftByKey.Clear();
            _lastRequest = 0;
            Directory.Delete(ContentDirectory, recursive: true);
            Directory.CreateDirectory(ContentDirectory);
        }
    }

    private void Index(ReceivedRequest request)
    {
        _lastRequest = Math.Max(_lastRequest, request.Number);
        if (request.IdempotencyKey is { } key)
        {
            _requestByKey[$"{request.IdentityId}|{key}"] = request.RequestId;
        }
    }

    private void Index(Draft draft)
    {
        if (draft.IdempotencyKey is { } key)
        {
            _draftByKey[$"{draft.IdentityId}|{key}"] = draft.DraftId;
        }
    }

    private JsonFiles<T> Store<T>(string name, Func<T, string> idOf)
        where T : class => new JsonFiles<T>(Path.Combine(_root, name), idOf).Load();

    /// <summary>What the options give wins; what they leave open comes from the last start, or is made now.</summary>
    private SandboxSettings LoadSettings()
    {
        var path = Path.Combine(_root, "settings.json");
        var kept = File.Exists(path)
            ? JsonSerializer.Deserialize<SandboxSettings>(File.ReadAllBytes(path), SandboxJson.Options)
            : null;
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (code, application) in Applications)
        {
            keys[code] = application.ApplicationKey ?? kept?.ApplicationKeys.GetValueOrDefault(code) ?? NewSecret();
        }
        var settings = new SandboxSettings(
            Options.LinkKey ?? kept?.LinkKey ?? NewSecret(),
            Options.LinkIv ?? kept?.LinkIv ?? NewSecret()[..32],
            keys,
            kept?.OneIdSecret ?? NewSecret()
        );
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(settings, SandboxJson.Options));
        return settings;
    }
}
