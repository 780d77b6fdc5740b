using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Uploads;
using MiniApp.Core.Work;

namespace MiniApp.TestKit;

/// <summary>What an applicant does, without pages: for tests that need somebody who has come this far.</summary>
public static class CoreSteps
{
    public const string FormCode = "mna005a";

    public static FormDefinition Form(this CoreHost node) =>
        node.Get<FormCatalog>().TryGet(FormCode, out var form)
            ? form
            : throw new InvalidOperationException($"No form {FormCode}.");

    /// <summary>Opens a link of the sandbox and signs in with it.</summary>
    public static async Task<LiveSession> SignInAsync(this CoreHost node, LocalSystem system, string persona)
    {
        var who = await system.Control.PersonaAsync(persona);
        var link = await system.Control.LinkAsync(persona, FormCode);
        var tokens = await node.Get<BizPortalClient>()
            .LoginAsync(system.Sandbox.ApplicationKeys[FormCode], link.Token, default);
        var type = Enum.Parse<ApplicantType>((string)who["identityType"]!);
        return await node.Get<ApplicantSessions>()
            .StartAsync(new Applicant((string)who["identityId"]!, type), FormCode, tokens, default);
    }

    public static Task<Guid> StartDraftAsync(this CoreHost node, LiveSession session) =>
        node.Get<DraftService>().StartAsync(session, node.Form(), default);

    public static async Task<OpenDraft> DraftAsync(this CoreHost node, LiveSession session, Guid draftId) =>
        await node.Get<DraftStore>().FindAsync(session, draftId, default)
        ?? throw new InvalidOperationException("No such draft.");

    public static Task<DraftSaved> AnswerAsync(
        this CoreHost node,
        LiveSession session,
        Guid draftId,
        string fieldId,
        JsonNode? value
    ) =>
        node.Get<DraftStore>()
            .SaveAnswersAsync(
                session,
                draftId,
                new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [fieldId] = value },
                DraftWriter.Deciding(),
                default
            );

    /// <summary>Uploads a whole file, chunk after chunk.</summary>
    public static async Task<Attachment> UploadAsync(
        this CoreHost node,
        LiveSession session,
        Guid draftId,
        string fieldId,
        byte[] content,
        string name = "เอกสาร.pdf"
    )
    {
        var uploads = node.Get<UploadService>();
        var begun = await uploads.BeginAsync(session, draftId, fieldId, name, null, content.Length, default);
        var upload = begun.Upload ?? throw new InvalidOperationException($"Refused: {begun.Refusal}");
        ChunkReceived? received = null;
        for (var index = 0; index < upload.ChunkCount; index++)
            received = await node.SendChunkAsync(session, draftId, upload, index, content);
        return received?.Attachment ?? throw new InvalidOperationException($"Not taken: {received?.Failure}");
    }

    public static async Task<ChunkReceived> SendChunkAsync(
        this CoreHost node,
        LiveSession session,
        Guid draftId,
        Upload upload,
        int index,
        byte[] content
    )
    {
        var length = (int)upload.LengthOf(index);
        using var chunk = new MemoryStream(content, index * upload.ChunkBytes, length);
        return await node.Get<UploadService>().ReceiveAsync(session, draftId, upload.Id, index, chunk, length, default);
    }

    /// <summary>Takes one piece of work that is due and does it.</summary>
    /// <returns>False when nothing was due.</returns>
    public static async Task<bool> DoNextAsync(this IBackgroundWork work, CancellationToken cancellationToken)
    {
        if (await work.TakeAsync(cancellationToken) is not { } due)
            return false;
        await due();
        return true;
    }

    /// <summary>A draft with every required answer and document.</summary>
    public static async Task<OpenDraft> CompleteDraftAsync(this CoreHost node, LiveSession session)
    {
        var draftId = await node.StartDraftAsync(session);
        var answers = SampleAnswers.For(node.Form(), session.Applicant.Type);
        var changes = answers.FieldIds.ToDictionary(id => id, id => answers[id], StringComparer.Ordinal);
        await node.Get<DraftStore>().SaveAnswersAsync(session, draftId, changes, DraftWriter.Deciding(), default);
        foreach (var field in SampleAnswers.RequiredDocuments(node.Form(), answers, session.Applicant.Type))
            await node.UploadAsync(session, draftId, field.Id, SamplePdf.Create());
        return await node.DraftAsync(session, draftId);
    }
}
