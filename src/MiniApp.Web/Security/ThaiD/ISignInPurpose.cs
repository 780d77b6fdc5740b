using MiniApp.Core.External.ThaiD;

namespace MiniApp.Web.Security.ThaiD;

/// <summary>What a sign-in is for. The purpose travels in the protected state, so it can't be exchanged on the way.</summary>
internal interface ISignInPurpose
{
    /// <summary>In the state and in addresses, e.g. <c>staff</c>.</summary>
    string Name { get; }

    /// <summary>Where people of this purpose are at home; also where they end up without a usable return address.</summary>
    string Home { get; }

    /// <summary>Whether everything the provider knows is asked for, or only who it is.</summary>
    bool WantsRecord => false;

    /// <summary>Whether a plain link may begin it. If not, the purpose begins it by itself with <see cref="ThaiDSignIn"/>.</summary>
    bool StartsByLink => true;

    /// <summary>Whether this browser has what the sign-in would give: then a repeated callback (back button) just goes on.</summary>
    Task<bool> IsDoneAsync(HttpContext context);

    /// <summary>The provider has said who it is.</summary>
    /// <returns>Where to go now: an address of this portal.</returns>
    Task<string> CompleteAsync(HttpContext context, SignInResult result);
}

/// <summary>How a sign-in ended well.</summary>
/// <param name="ReturnUrl">Where the person wanted to go; an address of this portal.</param>
/// <param name="Items">What the purpose gave along when it began, from the protected state.</param>
internal sealed record SignInResult(
    ThaiDIdentity Identity,
    string ReturnUrl,
    IReadOnlyDictionary<string, string?> Items
);
