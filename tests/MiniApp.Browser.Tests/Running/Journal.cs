using System.Text.Json;
using Microsoft.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>The browser's own store as somebody would find it who looks for what others typed.</summary>
public static class Journal
{
    /// <summary>Every row of every IndexedDB database, bytes as Latin letters, and both web storages.</summary>
    private const string ReadRaw = """
        async () => {
          const done = (r) => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = () => no(r.error); });
          const plain = (value) =>
            value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('utf-8').decode(value) : value;
          const rows = [];
          for (const { name, version } of await indexedDB.databases()) {
            const db = await done(indexedDB.open(name, version));
            for (const store of db.objectStoreNames) {
              const all = await done(db.transaction(store).objectStore(store).getAll());
              for (const row of all) {
                if (row instanceof CryptoKey) {
                  const leaks = await crypto.subtle.exportKey('raw', row).then(() => true, () => false);
                  rows.push({ store, key: true, leaks });
                } else {
                  rows.push({ store, row: Object.fromEntries(Object.entries(row).map(([k, v]) => [k, plain(v)])) });
                }
              }
            }
            db.close();
          }
          return JSON.stringify({ rows, local: { ...localStorage }, session: { ...sessionStorage } });
        }
        """;

    public static async Task<string> RawAsync(IPage page) => await page.EvaluateAsync<string>(ReadRaw);

    /// <summary>How many answers are kept and not known to be saved.</summary>
    public static async Task<int> CountAsync(IPage page) =>
        Rows(await RawAsync(page)).Count(row => row.GetProperty("store").GetString() == "entries");

    /// <summary>Waits until so many answers are kept.</summary>
    public static async Task HoldsAsync(IPage page, int count)
    {
        for (var tries = 0; await CountAsync(page) != count; tries++)
        {
            Assert.True(tries < 100, $"Not {count} entries: {await RawAsync(page)}");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits until the browser keeps no database at all, not even the key.</summary>
    public static Task IsGoneAsync(IPage page) =>
        page.WaitForFunctionAsync("async () => (await indexedDB.databases()).length === 0");

    public static IEnumerable<JsonElement> Rows(string raw) =>
        JsonDocument.Parse(raw).RootElement.GetProperty("rows").EnumerateArray();
}
