namespace MiniApp.Core.Thai;

/// <summary>Finds subdistricts by what someone types; all names are prepared once.</summary>
internal static class AddressSearch
{
    // How well a word meets a place, best first. A place's rank is the sum over all words.
    private const int Exact = 0;
    private const int Begins = 1;
    private const int PerLevel = 2;
    private const int Inside = 6;
    private const int Never = 1000;

    private static readonly Lazy<Row[]> Rows = new(Prepare);

    public static IReadOnlyList<AddressPlace> Find(string? typed, int limit)
    {
        if (limit <= 0 || AddressQuery.Read(typed) is not { } query)
        {
            return [];
        }
        var rows = Rows.Value;
        // Rank and place in the alphabet in one number, so that sorting is quick and always the same.
        var found = new List<long>();
        for (var i = 0; i < rows.Length; i++)
        {
            var rank = Rank(rows[i], query);
            if (rank < Never)
            {
                found.Add(((long)rank << 32) | (uint)i);
            }
        }
        found.Sort();
        return [.. found.Take(limit).Select(entry => rows[(int)(entry & uint.MaxValue)].Place)];
    }

    private static int Rank(Row row, AddressQuery query)
    {
        var postal = PostalRank(row.Place.Subdistrict.PostalCodes, query.PostalPrefixes);
        return postal == Never ? Never : postal + NameRank(row, query);
    }

    private static int PostalRank(IReadOnlyList<string> codes, List<string> prefixes)
    {
        var rank = 0;
        foreach (var prefix in prefixes)
        {
            var at = 0;
            while (at < codes.Count && !codes[at].StartsWith(prefix, StringComparison.Ordinal))
            {
                at++;
            }
            if (at == codes.Count)
            {
                return Never;
            }
            // The usual code comes before the others.
            rank += at;
        }
        return rank;
    }

    // The best way to divide the words into names: "lat yao chatuchak" is ลาดยาว in จตุจักร, and not three words.
    private static int NameRank(Row row, AddressQuery query)
    {
        var count = query.WordCount;
        Span<int> single = stackalloc int[count];
        for (var i = 0; i < count; i++)
        {
            single[i] = Rank(row, query.Runs[i][0]);
            if (single[i] == Never)
            {
                return Never;
            }
        }
        Span<int> best = stackalloc int[count + 1];
        best[0] = 0;
        for (var end = 1; end <= count; end++)
        {
            best[end] = best[end - 1] + single[end - 1];
            for (var start = 0; start < end - 1; start++)
            {
                best[end] = Math.Min(best[end], best[start] + Rank(row, query.Runs[start][end - start - 1]));
            }
        }
        return best[count];
    }

    private static int Rank(Row row, string word)
    {
        var rank = Never;
        var isEnglish = word[0] < '\u0080';
        for (var level = 0; level < 3; level++)
        {
            var name = isEnglish ? row.English[level] : row.Thai[level];
            var at = name.IndexOf(word, StringComparison.Ordinal);
            if (at == 0)
            {
                // A later level can only be worse.
                return Math.Min(rank, (level * PerLevel) + (name.Length == word.Length ? Exact : Begins));
            }
            rank = at > 0 ? Math.Min(rank, Inside + level) : rank;
        }
        return rank;
    }

    private static Row[] Prepare()
    {
        var rows = new List<Row>();
        foreach (var province in ThaiAddresses.Provinces)
        {
            foreach (var district in ThaiAddresses.Districts(province.Code))
            {
                var thai = (AddressQuery.Key(district.Thai), AddressQuery.Key(province.Thai));
                var english = (AddressQuery.Key(district.English), AddressQuery.Key(province.English));
                rows.AddRange(
                    ThaiAddresses
                        .Subdistricts(district.Code)
                        .Select(subdistrict => new Row(
                            new AddressPlace(province, district, subdistrict),
                            [AddressQuery.Key(subdistrict.Thai), thai.Item1, thai.Item2],
                            [AddressQuery.Key(subdistrict.English), english.Item1, english.Item2]
                        ))
                );
            }
        }
        return [.. rows];
    }

    /// <summary>A place with its names to compare: of the subdistrict, the district, the province.</summary>
    private sealed record Row(AddressPlace Place, string[] Thai, string[] English);
}
