namespace MiniApp.Core.Thai;

/// <summary>Finds subdistricts by what someone types; all names are prepared once.</summary>
internal static class AddressSearch
{
    // How well a word meets a place, best first. A place's rank is the sum over all words.
    private const int Exact = 0;
    private const int Begins = 1;
    private const int PerLevel = 2;
    private const int Inside = 6;

    // All words are there, but several fall on one name.
    private const int Crowded = 500;
    private const int Never = 1000;
    private const int Levels = 3;

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

    // The best way to divide the words into names, of which each level has one: "lat yao chatuchak" is ลาดยาว in จตุจักร,
    // and ควนขนุน twice is the subdistrict of that name in the district of that name.
    private static int NameRank(Row row, AddressQuery query)
    {
        var count = query.WordCount;
        if (!HasEveryWord(row, query))
        {
            return Never;
        }
        // By words done (8 apart) and levels taken (one bit each).
        Span<int> best = stackalloc int[(count + 1) * 8];
        best.Fill(Never);
        best[0] = 0;
        for (var start = 0; start < count; start++)
        {
            // Where a run of words is in no name, no longer run is.
            var found = true;
            for (var more = 0; found && start + more < count; more++)
            {
                found = false;
                for (var level = 0; level < Levels; level++)
                {
                    var rank = Rank(row, query.Runs[start][more], level);
                    found |= rank < Never;
                    Take(best[(start * 8)..], best[((start + more + 1) * 8)..], level, rank);
                }
            }
        }
        var done = best[(count * 8)..];
        var least = Never;
        foreach (var rank in done)
        {
            least = Math.Min(least, rank);
        }
        return Math.Min(least, Crowded);
    }

    private static void Take(Span<int> before, Span<int> after, int level, int rank)
    {
        for (var taken = 0; taken < 8; taken++)
        {
            if ((taken & (1 << level)) == 0)
            {
                ref var target = ref after[taken | (1 << level)];
                target = Math.Min(target, before[taken] + rank);
            }
        }
    }

    private static bool HasEveryWord(Row row, AddressQuery query)
    {
        foreach (var runs in query.Runs)
        {
            if (Rank(row, runs[0], 0) == Never && Rank(row, runs[0], 1) == Never && Rank(row, runs[0], 2) == Never)
            {
                return false;
            }
        }
        return true;
    }

    private static int Rank(Row row, string word, int level)
    {
        var name = word[0] < '\u0080' ? row.English[level] : row.Thai[level];
        return name.IndexOf(word, StringComparison.Ordinal) switch
        {
            < 0 => Never,
            0 => (level * PerLevel) + (name.Length == word.Length ? Exact : Begins),
            _ => Inside + level,
        };
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
