using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Forms;
using MiniApp.Sandbox.Personas;
using MiniApp.TestKit;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Bench;

/// <summary>
/// Saving what is typed, from the change of a field until the page says that it is saved, and opening a draft; each against a
/// call to Biz Portal's Draft as the browser's own form would make it. PostgreSQL writes to disk before it answers, the sandbox
/// does not: the portal's arm is the slower by that too.
/// </summary>
internal static class Drafts
{
    private const string Name = "drafts";
    private const int AtOnce = 8;
    private const int Rounds = 20;
    private const int SavesPerRound = 10;
    private const int Opens = 100;
    private const int Open = 1000;
    private const int DraftBytes = 10_000;
    private static readonly TimeSpan AutosaveEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AutosaveFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var forms = Directory.CreateTempSubdirectory("miniapp-bench-");
        try
        {
            await BenchForms.WriteAsync(forms.FullName, steps: 15, fieldsPerStep: 20, rows: false);
            var catalog = FormCatalog.Load(forms.FullName);
            if (!catalog.TryGet("mna005a", out var form))
                throw new InvalidOperationException(string.Join('\n', catalog.Problems));
            await using var system = await LocalSystem.StartAsync(
                options => options with { Crowd = AtOnce + 1 + Open },
                durable: true
            );
            await using var portal = await TestPortal.StartAsync(
                system,
                await system.CreateDatabaseAsync(),
                new Dictionary<string, string>(StringComparer.Ordinal) { ["Forms__Directory"] = forms.FullName }
            );
            var whole = BenchForms.Fill(form).ToJson();
            var part = new JsonObject();
            foreach (var (id, answer) in whole)
                if (part.ToJsonString().Length < DraftBytes)
                    part[id] = answer!.DeepClone();
            return
            [
                .. await SavesAsync(system, portal, part),
                .. await OpensAsync(system, portal, whole),
                .. await AutosavesAsync(system, portal, part),
            ];
        }
        finally
        {
            forms.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Row>> SavesAsync(LocalSystem system, TestPortal portal, JsonObject answers)
    {
        var writers = new List<Writer>();
        for (var n = 0; n < AtOnce; n++)
            writers.Add(await Writer.StartAsync(system, portal, Crowd.Person(n + 1), answers));
        try
        {
            var (through, direct) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
            var processor = TimeSpan.Zero;
            for (var round = -Rounds / 4; round < Rounds; round++) // a few warm up
            {
                if (round == 0)
                    processor = portal.ProcessorTime;
                Func<Writer, Task<double>>[] arms = [w => w.SaveAsync(), w => w.SaveDirectlyAsync()];
                // Who goes first changes: the first of a pair would otherwise meet the colder machine each time.
                foreach (var arm in round % 2 == 0 ? (int[])[0, 1] : [1, 0])
                    await Task.WhenAll(
                        writers.Select(async writer =>
                        {
                            for (var save = 0; save < SavesPerRound; save++)
                            {
                                var time = await arms[arm](writer);
                                if (round >= 0)
                                    (arm == 0 ? through : direct).Add(time);
                            }
                        })
                    );
            }
            return
            [
                Row.AtMost(
                    Name,
                    $"save of a 10 KB draft, {AtOnce} at a time: p99 over a direct call's",
                    Sample.Quantile(through, 0.99) - Sample.Quantile(direct, 0.99),
                    "ms",
                    3
                ),
                Row.Context(Name, "save: p99 through the portal, on disk", Sample.Quantile(through, 0.99), "ms"),
                Row.Context(Name, "save: p99 of a direct call", Sample.Quantile(direct, 0.99), "ms"),
                Row.Context(Name, "save: median through the portal", Sample.Median(through), "ms"),
                Row.Context(Name, "save: median of a direct call", Sample.Median(direct), "ms"),
                Row.Context(
                    Name,
                    "save: the portal's processor time",
                    (portal.ProcessorTime - processor).TotalMilliseconds / through.Count,
                    "ms/save"
                ),
            ];
        }
        finally
        {
            foreach (var writer in writers)
                await writer.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<Row>> OpensAsync(LocalSystem system, TestPortal portal, JsonObject answers)
    {
        await using var writer = await Writer.StartAsync(system, portal, Crowd.Person(AtOnce + 1), answers);
        for (var warmUp = 0; warmUp < Opens / 4; warmUp++)
            await Sample.AlternateAsync(1, writer.OpenAsync, writer.OpenDirectlyAsync);
        var processor = portal.ProcessorTime;
        var times = await Sample.AlternateAsync(Opens, writer.OpenAsync, writer.OpenDirectlyAsync);
        var (through, direct) = (Sample.Median(times[0]), Sample.Median(times[1]));
        return
        [
            Row.AtMost(Name, "a draft of 300 answers opens, over a direct call", through / direct, "ratio", 2),
            Row.Context(Name, "open: median of the page, drawn", through, "ms"),
            Row.Context(Name, "open: median of a direct call", direct, "ms"),
            Row.Context(
                Name,
                "open: the portal's processor time",
                (portal.ProcessorTime - processor).TotalMilliseconds / Opens,
                "ms/page"
            ),
        ];
    }

    /// <summary>Everybody types on, each at a time of their own.</summary>
    private static async Task<IReadOnlyList<Row>> AutosavesAsync(
        LocalSystem system,
        TestPortal portal,
        JsonObject answers
    )
    {
        var writers = new ConcurrentBag<Writer>();
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(AtOnce + 1, Open),
                new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (n, _) => writers.Add(await Writer.StartAsync(system, portal, Crowd.Person(n + 1), answers))
            );
            // A few rounds first: it has just opened a thousand drafts.
            await TypeOnAsync(writers, [], AutosaveEvery * 3);
            var times = new ConcurrentBag<double>();
            var processor = portal.ProcessorTime;
            await TypeOnAsync(writers, times, AutosaveFor);
            return
            [
                Row.AtMost(
                    Name,
                    $"{Open} open drafts, each saved every 5 s: p99",
                    Sample.Quantile(times, 0.99),
                    "ms",
                    50
                ),
                Row.Context(Name, $"{Open} open drafts: p90", Sample.Quantile(times, 0.9), "ms"),
                Row.Context(Name, $"{Open} open drafts: median", Sample.Median(times), "ms"),
                Row.Context(
                    Name,
                    $"{Open} open drafts: the portal's processor time",
                    (portal.ProcessorTime - processor).TotalMilliseconds / times.Count,
                    "ms/save"
                ),
                Row.Context(Name, $"{Open} open drafts: saves", times.Count / AutosaveFor.TotalSeconds, "1/s"),
            ];
        }
        finally
        {
            foreach (var writer in writers)
                await writer.DisposeAsync();
        }
    }

    private static async Task TypeOnAsync(
        IReadOnlyCollection<Writer> writers,
        ConcurrentBag<double> times,
        TimeSpan duration
    )
    {
        using var end = new CancellationTokenSource(duration);
        await Task.WhenAll(writers.Select((writer, n) => SaveAgainAsync(writer, AutosaveEvery * n / Open)));

        async Task SaveAgainAsync(Writer writer, TimeSpan first)
        {
            await Task.Delay(first, CancellationToken.None);
            using var timer = new PeriodicTimer(AutosaveEvery);
            do times.Add(await writer.SaveAsync());
            while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None));
        }
    }

    /// <summary>Somebody with a draft that Biz Portal holds, opened in the portal.</summary>
    private sealed class Writer(PlainBrowser browser, HttpClient http, CircuitClient circuit) : IAsyncDisposable
    {
        private const string Field = "f-f5";
        private int _saves;
        private PageNode? _input;
        private PageNode? _status;

        private Uri Step { get; init; } = null!;

        private JsonObject Direct { get; init; } = null!;

        private string UpstreamDraftId { get; init; } = "";

        public static async Task<Writer> StartAsync(
            LocalSystem system,
            TestPortal portal,
            Persona person,
            JsonObject answers
        )
        {
            var http = new HttpClient { BaseAddress = new Uri(system.Sandbox.BaseAddress, "bizportal/api/") };
            var link = await system.Control.LinkAsync(person.Id);
            var login = await PostAsync(
                http,
                "Authenication/Login",
                new JsonObject
                {
                    ["applicationKey"] = system.Sandbox.ApplicationKeys["mna005a"],
                    ["token"] = link.Token,
                }
            );
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)login["token"]!);
            http.DefaultRequestHeaders.Add("x-version", "1");
            http.DefaultRequestHeaders.Add("x-serviceno", "MNA005A");
            var direct = new JsonObject
            {
                ["identityId"] = person.IdentityId,
                ["applicationId"] = "1001",
                ["data"] = new JsonObject
                {
                    ["formCode"] = "mna005a",
                    ["formVersion"] = "1",
                    ["savedAt"] = "2026-11-01T00:00:00+07:00",
                    ["answers"] = answers.DeepClone(),
                    ["attachments"] = new JsonArray(),
                },
            };
            var draftId = (string)(await PostAsync(http, "DataProvider/Draft", direct))["data"]!["draftId"]!;
            direct["draftId"] = draftId;

            var browser = new PlainBrowser(portal.Address);
            var opened = await system.Control.LinkAsync(person.Id, draftId: draftId);
            var (page, response) = await browser.OpenAsync(opened.Url);
            response.Dispose();
            var step = new Uri(
                portal.Address,
                page.AbsolutePath[
                    ..(page.AbsolutePath.IndexOf("/drafts/", StringComparison.Ordinal) + "/drafts/".Length + 36)
                ] + "/steps/step0"
            );
            var circuit = await CircuitClient.OpenAsync(browser, step);
            await circuit.WaitUntilAsync(drawn => drawn.ById(Field) is not null, Patience);
            return new Writer(browser, http, circuit)
            {
                Step = step,
                Direct = direct,
                UpstreamDraftId = draftId,
            };
        }

        /// <returns>Milliseconds from the change of a field to the page that says it is saved.</returns>
        public Task<double> SaveAsync()
        {
            var phone = string.Create(CultureInfo.InvariantCulture, $"08{++_saves % 100_000_000:00000000}");
            // Looked up once: going through a thousand pages again and again would be most of the work.
            _input ??= circuit.Read(drawn => drawn.ById(Field))!;
            _status ??= circuit.Read(drawn => drawn.Find(node => node.Has("data-save-state")))!;
            return Sample.TimeAsync(async () =>
            {
                await circuit.ChangeAsync(_input, phone);
                await circuit.WaitUntilAsync(
                    _ =>
                        _status["data-save-state"] switch
                        {
                            "saved" or "here" => true,
                            "failed" => throw new InvalidOperationException("A save failed."),
                            _ => false,
                        },
                    Patience
                );
            });
        }

        public Task<double> SaveDirectlyAsync() =>
            Sample.TimeAsync(() => PostAsync(http, "DataProvider/Draft", Direct));

        /// <returns>Milliseconds until the step's page is there, with its answers.</returns>
        public Task<double> OpenAsync() =>
            Sample.TimeAsync(async () =>
            {
                using var response = await browser.GetAsync(Step);
                await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            });

        public Task<double> OpenDirectlyAsync() =>
            Sample.TimeAsync(() => PostAsync(http, $"DataProvider/Draft/{UpstreamDraftId}", []));

        public async ValueTask DisposeAsync()
        {
            await circuit.DisposeAsync();
            browser.Dispose();
            http.Dispose();
        }

        private static async Task<JsonNode> PostAsync(HttpClient http, string path, JsonObject body)
        {
            using var response = await http.PostAsync(new Uri(path, UriKind.Relative), JsonContent.Create(body));
            return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
        }
    }
}
