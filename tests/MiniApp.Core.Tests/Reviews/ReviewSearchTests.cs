using MiniApp.Core.Reviews;

namespace MiniApp.Core.Tests.Reviews;

public sealed class ReviewSearchTests(CoreSystem core) : CoreTest(core)
{
    private static readonly string[] Texts =
    [
        "ร้านก๋วยเตี๋ยวเรือป้าแดงสาขา ๒",
        "ครัวคุณยาย (ใกล้ตลาดน้ำ)",
        "Somying's Kitchen & Bar 24/7",
        "น้ำพริกลงเรือ",
    ];

    [Fact]
    public async Task Query_AnyPartOfAnyText_IsAmongItsNumbers()
    {
        var search = Node.Get<ReviewSearch>();
        var index = (await search.IndexAsync(Texts, default)).ToHashSet();
        var random = new Random(1);
        for (var n = 0; n < 1_000; n++)
        {
            var text = ReviewSearch.Normalise(Texts[random.Next(Texts.Length)]);
            var from = random.Next(text.Length - ReviewSearch.Shortest);
            var part = text.Substring(from, random.Next(ReviewSearch.Shortest, text.Length - from + 1));

            var wanted = await search.QueryAsync(part, default);

            Assert.NotEmpty(wanted);
            Assert.Subset(index, wanted.ToHashSet());
        }
    }

    [Fact]
    public async Task Index_OfAnotherInstallation_HasOtherNumbers()
    {
        var other = await StartNodeAsync(await System.CreateDatabaseAsync());

        var here = await Node.Get<ReviewSearch>().IndexAsync(Texts, default);
        var there = await other.Get<ReviewSearch>().IndexAsync(Texts, default);

        Assert.True(here.Intersect(there).Count() < 3);
    }

    [Theory]
    [InlineData("ร้าน  อาหาร", "ร้านอาหาร")]
    [InlineData("ABC-๑๒๓", "abc123")]
    [InlineData("น้ำ", "นํ้า")] // the same on the screen, two ways to write it
    public void Normalise_TwoWaysToWriteIt_AreOne(string one, string other) =>
        Assert.Equal(ReviewSearch.Normalise(other), ReviewSearch.Normalise(one));
}
