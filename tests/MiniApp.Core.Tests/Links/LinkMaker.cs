using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Links;

namespace MiniApp.Core.Tests.Links;

/// <summary>Makes links as Biz Portal does, with a key that is used nowhere else.</summary>
internal static class LinkMaker
{
    public const string Key = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    public const string Iv = "a0b1c2d3e4f5061728394a5b6c7d8e9f";

    // Checksum-valid, made up.
    public const string CitizenId = "1234567890121";
    public const string JuristicId = "0105500000011";

    public const string Plain =
        $"identityid={CitizenId}&identitytype=Citizen&token=url-token-for-tests&draftId=draft-17&AppKey=ignored";

    public static LinkReader Reader(string key = Key, string iv = Iv) =>
        new(Options.Create(new BizPortalOptions { LinkKey = key, LinkIv = iv }));

    public static byte[] Encrypt(string plain) => Encrypt(Encoding.UTF8.GetBytes(plain));

    public static byte[] Encrypt(byte[] plain, PaddingMode padding = PaddingMode.PKCS7)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromHexString(Key);
        return aes.EncryptCbc(plain, Convert.FromHexString(Iv), padding);
    }

    public static string Q(string plain) => Convert.ToBase64String(Encrypt(plain));

    /// <summary>A link whose base64 holds both <c>+</c> and <c>/</c> and ends with <c>=</c>.</summary>
    public static string QWithEveryCharacter(out string token)
    {
        for (var i = 0; ; i++)
        {
            token = $"token-{i}";
            var q = Q($"identityid={CitizenId}&identitytype=Citizen&token={token}");
            if (q.Contains('+') && q.Contains('/') && q.EndsWith('='))
            {
                return q;
            }
        }
    }
}
