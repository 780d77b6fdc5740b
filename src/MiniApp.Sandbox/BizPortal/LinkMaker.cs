using System.Security.Cryptography;
using System.Text;
using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>Makes the link that opens a form, as Biz Portal does: section 1 of the contract.</summary>
internal sealed class LinkMaker(SandboxState state)
{
    /// <summary>A link with a fresh Url Token. The draft isn't checked: tests send somebody else's.</summary>
    public (string Url, string Token) Make(Persona persona, string formCode, string? draftId, Uri portal)
    {
        var token = SandboxState.NewSecret();
        lock (state.Gate)
        {
            state.UrlTokens.Save(
                new UrlToken(
                    SandboxState.Hash(token),
                    persona.IdentityId,
                    formCode,
                    state.Now + state.Options.UrlTokenLifetime,
                    UsedAt: null
                )
            );
        }
        // Spelled drafId in the document. [D] No draft: a new request.
        var draft = draftId is null ? "" : $"&drafId={draftId}";
        var key = state.Settings.ApplicationKeys[formCode];
        var plain =
            $"identityid={persona.IdentityId}&identitytype={persona.IdentityType}&token={token}{draft}&AppKey={key}";
        var q = Uri.EscapeDataString(Encrypt(plain));
        return ($"{portal.AbsoluteUri.TrimEnd('/')}/forms/{formCode}?q={q}", token);
    }

    /// <summary>base64 of AES-256-CBC with PKCS7, fixed key and IV. [F]</summary>
    private string Encrypt(string plain)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromHexString(state.Settings.LinkKey);
        var cipher = aes.EncryptCbc(Encoding.UTF8.GetBytes(plain), Convert.FromHexString(state.Settings.LinkIv));
        return Convert.ToBase64String(cipher);
    }
}
