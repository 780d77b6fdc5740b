using MiniApp.Web;
using MiniApp.Web.Authoring;
using MiniApp.Web.Health;
using MiniApp.Web.Staff.Audit;

if (FormsCommand.IsMeant(args))
    return FormsCommand.RunOnConsole(args);
if (AuditCommand.IsMeant(args))
    return await AuditCommand.RunOnConsoleAsync(args);

try
{
    var app = PortalApplication.Build(args);
    await PortalApplication.PrepareAsync(app);
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartupFailure.Explain(failure) is { } reason)
{
    await Console.Error.WriteLineAsync($"The portal cannot start.{Environment.NewLine}{reason}");
    return 1;
}
