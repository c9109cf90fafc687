using System.Collections.Immutable;
using DxGovernance.Core.Costs;

namespace DxGovernance.Tests.Costs;

public sealed class CostLineStoreTests
{
    [Fact]
    public void Lines_come_back_as_they_were_put_in_any_order_and_as_often_as_asked()
    {
        var random = new Random(20261129);
        using var store = new CostLineStore();
        var put = Enumerable.Range(1, 40).ToDictionary(id => id, id => Enumerable.Range(1, random.Next(0, 60)).Select(n => Line(random, n)).ToList());
        foreach (var (id, lines) in put)
        {
            store.Put(id, lines);
        }

        foreach (var id in put.Keys.Concat(put.Keys).OrderBy(_ => random.Next()))
        {
            store.Take(id).ShouldBe(put[id]);
        }

        store.Take(41).ShouldBeEmpty();
    }

    static StandingLine Line(Random random, int number) => new(
        number, random.Next(99), random.Next(2) == 0,
        new()
        {
            Category = Maybe(random, CostCategory.Migration),
            Item = "110",
            Name = string.Concat(Enumerable.Repeat("名称<&>\"\\\n😀", random.Next(300))),
            Quantity = Maybe(random, 1.5m),
            UnitPrice = Maybe(random, 123_456_789.25m),
            ExchangeRate = Maybe(random, 139.1234m),
            ExchangeRateOn = Maybe(random, new DateOnly(2026, 11, 29)),
            FundingRate = Maybe(random, 66.6m),
        },
        Enumerable.Range(2024, random.Next(0, 12)).ToImmutableSortedDictionary(y => y, _ => new CostCell
        {
            Requested = Maybe(random, random.NextInt64(10_000_000_000_000)),
            Assessed = Maybe(random, 0L),
            CutReason = random.Next(2) == 0 ? "price" : null,
            Decided = Maybe(random, 1L),
            Contracted = Maybe(random, 2L),
            Actual = Maybe(random, 3L),
            ActualOn = Maybe(random, new DateOnly(2027, 3, 31)),
            IsOpen = random.Next(2) == 0,
        }))
    {
        Verdict = Maybe(random, CostVerdict.Reduced),
        VerdictNote = random.Next(2) == 0 ? "説明" : null,
    };

    static T? Maybe<T>(Random random, T value) where T : struct => random.Next(2) == 0 ? value : null;
}
