using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MiniApp.Core.Forms;
using MiniApp.Core.Uploads;
using MiniApp.Web.Shell.Fields;

namespace MiniApp.Web.Applicant.Uploads;

public sealed partial class UploadPanel
{
    private ElementReference _panel;
    private IJSObjectReference? _module;
    private IJSObjectReference? _uploader;
    private DotNetObjectReference<UploadPanel>? _self;

    [Parameter, EditorRequired]
    public Guid DraftId { get; set; }

    [Parameter, EditorRequired]
    public FormField Field { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<Attachment> Attachments { get; set; } = [];

    /// <summary>Whether files can go to Biz Portal and come from there; without its token they can only be removed.</summary>
    [Parameter]
    public bool CanTransfer { get; set; } = true;

    /// <summary>Officers have the draft: files stay as they are.</summary>
    [Parameter]
    public bool Locked { get; set; }

    /// <summary>A file arrived or was removed: read the draft's documents again.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>How many files of this field are on their way.</summary>
    [Parameter]
    public EventCallback<int> OnRunning { get; set; }

    private DocumentRule Rule => Field.Document!;

    private string InputId => FieldIds.Part(Field.Id, "file");

    private string Accept => string.Join(',', Rule.Types.Select(type => "." + type));

    private string Types => string.Join(", ", Rule.Types.Select(type => type.ToUpperInvariant()));

    private bool IsFull => Attachments.Count(a => a.IsComplete) >= Rule.MaxCount;

    private string Allowed =>
        Rule.MaxCount > 1
            ? T["Upload.Allowed", Types, FileSize.Text(Rule.MaxBytes, T), Rule.MaxCount]
            : T["Upload.AllowedOne", Types, FileSize.Text(Rule.MaxBytes, T)];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "/js/uploads.js");
        _uploader = await _module.InvokeAsync<IJSObjectReference>("attach", _panel, Options(), _self);
    }

    /// <summary>Called by the script when a file is whole at Biz Portal.</summary>
    [JSInvokable]
    public Task UploadedAsync() => InvokeAsync(OnChanged.InvokeAsync);

    /// <summary>Called by the script when a file is chosen, done or given up.</summary>
    [JSInvokable]
    public Task RunningAsync(int count) => InvokeAsync(() => OnRunning.InvokeAsync(count));

    private async Task RemoveAsync(Attachment file)
    {
        if (_uploader is null)
            return;
        if (await _uploader.InvokeAsync<bool>("remove", ApplicantRoutes.Upload(DraftId, file.UploadId), file.Name))
            await OnChanged.InvokeAsync();
    }

    private object Options() =>
        new
        {
            url = ApplicantRoutes.Uploads(DraftId),
            fieldId = Field.Id,
            antiforgery = Antiforgery.GetAntiforgeryToken()?.Value,
            maxBytes = Rule.MaxBytes,
            maxCount = Rule.MaxCount,
            types = Rule.Types,
            texts = UploadTexts.For(T, Rule, Types),
        };

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_uploader is not null)
            {
                await _uploader.InvokeVoidAsync("detach");
                await _uploader.DisposeAsync();
            }
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone and its script with it.
        }
        _self?.Dispose();
    }
}
