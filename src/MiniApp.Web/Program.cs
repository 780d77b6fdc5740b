var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/health/live", () => Results.Text("live"));
await app.RunAsync();

/// <summary>The portal; public so that tests can host it.</summary>
public partial class Program;
