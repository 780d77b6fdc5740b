using Microsoft.AspNetCore.DataProtection;
using MiniApp.Core.Security;

namespace MiniApp.Web.Security;

/// <summary>Seals with Data Protection under one purpose for everything at rest.</summary>
internal sealed class DataProtectionSealer(IDataProtectionProvider provider) : ISealer
{
    private readonly IDataProtector _protector = provider.CreateProtector("MiniApp.AtRest.v1");

    public byte[] Seal(byte[] plain) => _protector.Protect(plain);

    public byte[] Open(byte[] cipher) => _protector.Unprotect(cipher);
}
