using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Links;

namespace MiniApp.Core.Tests.Links;

/// <summary>
/// What holds for any input. CBC without a MAC can be bent: a flipped bit ruins its own block and flips the same bit
/// in the next one, so a changed link can in principle still read as a payload with other values. At this level
/// the promise is therefore: never an exception, and either the refusal or a payload that passes every check. That
/// a changed payload gets nobody in is Biz Portal's check of the Url Token, tested with the portal.
/// </summary>
public sealed class LinkReaderProperties : IDisposable
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000);

    private readonly LinkReader _reader = LinkMaker.Reader();

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void TryRead_AnyText_IsRefused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), q => !_reader.TryRead(q, out _)).Check(Many);

    [Fact]
    public void TryRead_AnyBytesInBase64_AreRefused() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                Gen.Choose(0, 20).ToArbitrary(),
                (bytes, blocks) =>
                {
                    var whole = bytes.Concat(new byte[16 * blocks]).Take(16 * blocks).ToArray();
                    return !_reader.TryRead(Convert.ToBase64String(bytes), out _)
                        && !_reader.TryRead(Convert.ToBase64String(whole), out _);
                }
            )
            .Check(Many);

    [Fact]
    public void TryRead_FlippedBit_IsRefusedOrPassesEveryCheck() =>
        ForMutations(
            (cipher, position, change) =>
            {
                cipher[position % cipher.Length] ^= (byte)(1 << change % 8);
                return cipher;
            }
        );

    [Fact]
    public void TryRead_Cut_IsRefusedOrPassesEveryCheck() =>
        ForMutations(
            (cipher, position, change) =>
            {
                var start = position % cipher.Length;
                var count = 1 + change % (cipher.Length - start);
                return [.. cipher[..start], .. cipher[(start + count)..]];
            }
        );

    [Fact]
    public void TryRead_InsertedBytes_IsRefusedOrPassesEveryCheck() =>
        ForMutations(
            (cipher, position, change) =>
            {
                var at = position % (cipher.Length + 1);
                var inserted = Enumerable.Repeat((byte)change, 1 + change % 32);
                return [.. cipher[..at], .. inserted, .. cipher[at..]];
            }
        );

    [Fact]
    public void TryRead_ChangedCharacter_IsRefusedOrPassesEveryCheck()
    {
        var q = LinkMaker.Q(LinkMaker.Plain);
        var mutation = Gen.Choose(0, q.Length - 1).Zip(ArbMap.Default.GeneratorFor<char>());
        Prop.ForAll(
                mutation.ToArbitrary(),
                m => RefusedOrSound(string.Concat(q.AsSpan(0, m.Item1), [m.Item2], q.AsSpan(m.Item1 + 1)))
            )
            .Check(Many);
    }

    /// <summary>
    /// Shows why the properties above say no more: whoever knows where an ignored value lies can bend the block after it.
    /// </summary>
    [Fact]
    public void TryRead_BentByOneWhoKnowsTheText_MayYieldOtherValues()
    {
        for (var i = 0; i < 1_000_000; i++)
        {
            // Block 3 is all AppKey; the identity type's value begins block 4 after "&identitytype=".
            var plain = $"identityid={LinkMaker.CitizenId}&token=t&AppKey=123456{i:d16}12&identitytype=1";
            var cipher = LinkMaker.Encrypt(plain);
            cipher[3 * 16 + plain.Length - 1 - 4 * 16] ^= '1' ^ '2';
            if (_reader.TryRead(Convert.ToBase64String(cipher), out var payload))
            {
                Assert.Equal(Applicants.ApplicantType.Juristic, payload.Applicant.Type);
                return;
            }
        }
        Assert.Fail("No ruined block happened to be Unicode: has the link become tamper-proof?");
    }

    private void ForMutations(Func<byte[], int, int, byte[]> mutate) =>
        Prop.ForAll(
                Gen.Choose(0, 10_000).ToArbitrary(),
                Gen.Choose(0, 255).ToArbitrary(),
                (position, change) =>
                    RefusedOrSound(Convert.ToBase64String(mutate(LinkMaker.Encrypt(LinkMaker.Plain), position, change)))
            )
            .Check(Many);

    private bool RefusedOrSound(string q) =>
        !_reader.TryRead(q, out var payload)
        || (
            payload.Applicant.IdentityId.Length == 13
            && payload.Applicant.IdentityId.All(char.IsAsciiDigit)
            && Enum.IsDefined(payload.Applicant.Type)
            && payload.UrlToken.Length is > 0 and <= 2048
            && payload.UrlToken.All(c => c is > ' ' and <= '~')
            && (payload.DraftId is null || payload.DraftId.All(c => c is > ' ' and <= '~'))
        );
}
