using System.Net;
using System.Net.Sockets;

namespace MiniApp.Web.Applicant.MyApplications;

/// <summary>By what a visitor's network is counted.</summary>
internal static class VisitorAddress
{
    // A household or a phone has all addresses under one such prefix.
    private const int PrefixBytes = 8;

    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes()[..PrefixBytes])
            : address.ToString();
    }
}
