using MiniApp.Web;

var app = PortalApplication.Build(args);
await PortalApplication.PrepareAsync(app);
await app.RunAsync();
