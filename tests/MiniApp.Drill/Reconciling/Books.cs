using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core;
using MiniApp.Core.Drafts;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Core.Submissions;
using MiniApp.Drill.Running;
using MiniApp.Web.Security;

namespace MiniApp.Drill.Reconciling;

/// <summary>What PostgreSQL and the sandbox hold when all is over.</summary>
/// <param name="Answers">By draft.</param>
/// <param name="States">Of submissions, by draft.</param>
/// <param name="Requests">What Biz Portal received, by identity.</param>
/// <param name="UpstreamDrafts">Biz Portal's drafts by id: their form tree.</param>
/// <param name="UpstreamIds">Biz Portal's draft id, by draft.</param>
/// <param name="Troubles">Why a draft's newest answers are not at Biz Portal, by draft; as its page says it too.</param>
/// <param name="Files">SHA-256 of the complete files, by file id.</param>
internal sealed record Books(
    IReadOnlyDictionary<Guid, JsonObject> Answers,
    IReadOnlyDictionary<Guid, SubmissionState> States,
    ILookup<string, JsonNode> Requests,
    IReadOnlyDictionary<string, JsonNode> UpstreamDrafts,
    IReadOnlyDictionary<Guid, string> UpstreamIds,
    IReadOnlyDictionary<Guid, UpstreamTrouble?> Troubles,
    IReadOnlyDictionary<string, string> Files
)
{
    /// <summary>Reads everything, unsealed with the product's own keys.</summary>
    public static async Task<Books> ReadAsync(Stage stage)
    {
        await using var services = Services(stage);
        var sealer = services.GetRequiredService<ISealer>();
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        var drafts = await db.Drafts.AsNoTracking().ToListAsync();
        var submissions = await db.Submissions.AsNoTracking().ToListAsync();
        var requests = await stage.Control.RequestsAsync();
        var upstream = await stage.Control.DraftsAsync();
        var files = await stage.Control.FilesAsync();
        return new Books(
            drafts.ToDictionary(draft => draft.Id, draft => sealer.OpenJson<JsonObject>(draft.AnswersSealed)),
            submissions.ToDictionary(submission => submission.DraftId, submission => submission.State),
            requests.ToLookup(request => (string)request!["identityId"]!, request => request!),
            upstream.ToDictionary(draft => (string)draft!["draftId"]!, draft => draft!["data"]!),
            drafts
                .Where(draft => draft.UpstreamDraftId is not null)
                .ToDictionary(draft => draft.Id, draft => draft.UpstreamDraftId!),
            drafts
                .Where(draft => draft.UpstreamTrouble is not null)
                .ToDictionary(draft => draft.Id, draft => draft.UpstreamTrouble),
            files
                .Where(file => (bool)file!["complete"]!)
                .ToDictionary(file => (string)file!["id"]!, file => (string)file!["sha256"]!)
        );
    }

    private static ServiceProvider Services(Stage stage)
    {
        var settings = stage
            .Settings(stage.Sandbox)
            .Select(setting =>
                KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)
            );
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMiniAppCore(configuration);
        services.AddPortalSecurity(configuration);
        return services.BuildServiceProvider();
    }
}
