using System.Security.Cryptography;
using System.Text;
using System.Web;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests;

/// <summary>Links made here and not by the sandbox, so that they can be wrong in every way.</summary>
internal static class Links
{
    /// <summary>A portal address with this <c>q</c>, escaped once as a browser would.</summary>
    public static string Url(string q, string formCode = "mna005a") => $"/forms/{formCode}?q={Uri.EscapeDataString(q)}";

    /// <summary><c>q</c> for this plain text, not escaped.</summary>
    public static string Encrypt(LocalSystem system, string plain, string? key = null, string? iv = null) =>
        Convert.ToBase64String(Cipher(system, plain, key, iv));

    public static byte[] Cipher(LocalSystem system, string plain, string? key = null, string? iv = null)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromHexString(key ?? system.Sandbox.LinkKey);
        return aes.EncryptCbc(Encoding.UTF8.GetBytes(plain), Convert.FromHexString(iv ?? system.Sandbox.LinkIv));
    }

    /// <summary>Plain text of a sandbox link.</summary>
    public static string Plain(LocalSystem system, SandboxLink link)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromHexString(system.Sandbox.LinkKey);
        var plain = aes.DecryptCbc(Convert.FromBase64String(Q(link)), Convert.FromHexString(system.Sandbox.LinkIv));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary><c>q</c> of a sandbox link, decoded.</summary>
    public static string Q(SandboxLink link) => HttpUtility.ParseQueryString(link.Url.Query)["q"]!;
}
