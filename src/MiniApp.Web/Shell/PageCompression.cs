using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace MiniApp.Web.Shell;

/// <summary>
/// Compresses pages; static assets come compressed from the build. Over HTTPS too: an attacker who watches lengths also
/// needs to place guesses beside a secret, and no page repeats anything of its address or of another site's request.
/// </summary>
internal static class PageCompression
{
    public static IServiceCollection AddPageCompression(this IServiceCollection services) =>
        services
            .AddResponseCompression(options =>
            {
                options.EnableForHttps = true;
                options.MimeTypes = ["text/html"];
            })
            .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
}
