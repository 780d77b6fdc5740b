using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace MiniApp.Web.Applicant.MyApplications;

/// <summary>Which code a browser waits for: the attempt's id, encrypted, gone when the browser closes.</summary>
internal sealed class AttemptCookie(IDataProtectionProvider protection)
{
    public const string Name = "__Host-one-id";

    private readonly IDataProtector _protector = protection.CreateProtector("MiniApp.OneIdAttempt.v1");

    public Guid? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } value)
            return null;
        try
        {
            return Guid.TryParseExact(_protector.Unprotect(value), "N", out var id) ? id : null;
        }
        catch (CryptographicException)
        {
            // Altered, or of another installation.
            return null;
        }
    }

    public void Write(HttpContext context, Guid attemptId) =>
        context.Response.Cookies.Append(Name, _protector.Protect(attemptId.ToString("N")), Options());

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    private static CookieOptions Options() =>
        new()
        {
            Secure = true,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            IsEssential = true,
        };
}
