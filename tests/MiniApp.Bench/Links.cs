using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Links;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// How fast links are read, and whether time tells one kind of bad link from another: in the reader alone, and over
/// HTTP where an attacker would listen.
/// </summary>
internal static partial class Links
{
    private const string Name = "link";
    private const int PerClass = 50;
    private const int Batches = 200;
    private const int Requests = 400;
    private const double GapGoal = 0.1;

    public static async Task<IReadOnlyList<Row>> RunAsync(LocalSystem system)
    {
        var key = Convert.FromHexString(system.Sandbox.LinkKey);
        var iv = Convert.FromHexString(system.Sandbox.LinkIv);
        var good = Make(key, iv);
        Dictionary<string, string[]> bad = new(StringComparer.Ordinal)
        {
            ["garbled"] = [.. Make(key, iv).Select(q => q[..40] + "!" + q[41..])],
            ["wrong key"] = Make(RandomNumberGenerator.GetBytes(32), iv),
            ["bad padding"] = Make(key, iv, rightPadding: false),
            ["truncated"] = [.. Make(key, iv).Select(q => q[..^7])],
        };
        return [.. Reader(system, good, bad), .. await OverHttpAsync(system, bad)];
    }

    private static IEnumerable<Row> Reader(LocalSystem system, string[] good, Dictionary<string, string[]> bad)
    {
        using var reader = new LinkReader(
            Options.Create(new BizPortalOptions { LinkKey = system.Sandbox.LinkKey, LinkIv = system.Sandbox.LinkIv })
        );
        var classes = bad.Prepend(new("good", good)).ToArray();
        var microseconds = classes.Select(_ => new List<double>()).ToArray();
        for (var batch = -Batches; batch < Batches; batch++) // the first half warms up
        for (var i = 0; i < classes.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var q in classes[i].Value)
                if (reader.TryRead(q, out _) != (i == 0))
                    throw new InvalidOperationException($"A link was misread: {classes[i].Key}.");
            var each = Stopwatch.GetElapsedTime(started).TotalMicroseconds / PerClass;
            if (batch >= 0)
                microseconds[i].Add(each);
        }
        var medians = microseconds.Select(Sample.Median).ToArray();
        yield return Row.Context(Name, "links read, one thread", 1e6 / medians[0], "1/s");
        for (var i = 0; i < classes.Length; i++)
            yield return Row.Context(Name, $"reader: {classes[i].Key}", medians[i], "µs");
        yield return Row.Context(Name, "reader: gap between bad ones", medians[1..].Max() - medians[1..].Min(), "µs");
    }

    private static async Task<IReadOnlyList<Row>> OverHttpAsync(LocalSystem system, Dictionary<string, string[]> bad)
    {
        await using var portal = await TestPortal.StartAsync(system, await system.CreateDatabaseAsync());
        using var http = new HttpClient { BaseAddress = portal.Address };
        var classes = bad.Keys.ToArray();
        var times = classes.ToDictionary(name => name, _ => new List<double>(), StringComparer.Ordinal);
        var pages = new HashSet<string>(StringComparer.Ordinal);
        for (var round = -Requests / 2; round < Requests; round++)
        {
            Random.Shared.Shuffle(classes);
            foreach (var name in classes)
            {
                var q = Uri.EscapeDataString(bad[name][Math.Abs(round) % PerClass]);
                var url = new Uri($"forms/mna005a?q={q}", UriKind.Relative);
                var page = "";
                var milliseconds = await Sample.TimeAsync(async () => page = await RefusedAsync(http, url));
                if (round < 0)
                    continue;
                times[name].Add(milliseconds);
                pages.Add(SealedState().Replace(page, state => $"<!--{state.Length}-->"));
            }
        }
        var medians = bad.Keys.Select(name => (Class: name, Time: Sample.Median(times[name]))).ToArray();
        return
        [
            Row.AtMost(
                Name,
                "HTTP: largest median gap",
                medians.Max(m => m.Time) - medians.Min(m => m.Time),
                "ms",
                GapGoal
            ),
            Row.AtMost(Name, "HTTP: different pages", pages.Count, "pages", 1),
            .. medians.Select(m => Row.Context(Name, $"HTTP: {m.Class}", m.Time, "ms")),
        ];
    }

    private static async Task<string> RefusedAsync(HttpClient http, Uri url)
    {
        using var response = await http.GetAsync(url);
        return response.StatusCode == HttpStatusCode.BadRequest
            ? await response.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"A bad link was answered {response.StatusCode}.");
    }

    /// <summary>Links as Biz Portal makes them, each with its own token; the identity is invented.</summary>
    private static string[] Make(byte[] key, byte[] iv, bool rightPadding = true)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return
        [
            .. Enumerable
                .Range(0, PerClass)
                .Select(_ =>
                {
                    var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
                    var text = $"identityid=1000000000009&identitytype=Citizen&token={token}&AppKey=bench";
                    var padding = 16 - text.Length % 16;
                    var last = (char)(rightPadding ? padding : 0);
                    var padded = Encoding.ASCII.GetBytes(
                        text.PadRight(text.Length + padding - 1, (char)padding) + last
                    );
                    return Convert.ToBase64String(aes.EncryptCbc(padded, iv, PaddingMode.None));
                }),
        ];
    }

    /// <summary>Blazor seals this anew for every page, also for two requests with one and the same link.</summary>
    [GeneratedRegex("<!--Blazor-Server-Component-State:[^>]*-->", RegexOptions.NonBacktracking)]
    private static partial Regex SealedState();
}
