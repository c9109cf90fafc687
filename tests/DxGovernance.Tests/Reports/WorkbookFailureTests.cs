using DxGovernance.Core.Reports;

namespace DxGovernance.Tests.Reports;

/// <summary>A workbook is packed by a second thread while it is written: neither waits for the other when one of them fails.</summary>
public sealed class WorkbookFailureTests
{
    static readonly IReadOnlyList<Column<int>> Columns = [new("番号", n => n, CellKind.Whole), new("名称", n => $"計測の行 {n}")];

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task What_fails_while_rows_are_read_is_told_as_it_was(int after)
    {
        var book = Book(Enumerable.Range(1, int.MaxValue).Select(n => n < after ? n : throw new TimeoutException("台帳を読めません。")));
        using var memory = new MemoryStream();

        (await Should.ThrowAsync<TimeoutException>(() => book.WriteAsync(memory, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)))
            .Message.ShouldBe("台帳を読めません。");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500_000)]
    public async Task A_full_disk_is_told_though_rows_are_still_to_come(int room)
    {
        var book = Book(Enumerable.Range(1, 900_000));
        await using var disk = new SmallDisk(room);

        (await Should.ThrowAsync<IOException>(() => book.WriteAsync(disk, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)))
            .Message.ShouldBe("ディスクに空きがありません。");
    }

    [Fact]
    public async Task Rows_are_no_longer_read_once_nobody_wants_the_workbook()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var read = 0;
        var book = Book(Enumerable.Range(1, int.MaxValue).Select(n =>
        {
            read = n;
            if (n == 100_000)
            {
                stop.Cancel();
            }

            return n;
        }));

        await Should.ThrowAsync<OperationCanceledException>(() => book.WriteAsync(Stream.Null, stop.Token));

        read.ShouldBe(100_000);
    }

    static Workbook Book(IEnumerable<int> rows)
    {
        var book = new Workbook("計測", new(2026, 11, 29, 9, 0, 0, TimeSpan.Zero));
        book.AddDataSheet("データ", Columns, rows);
        return book;
    }

    sealed class SmallDisk(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Position + count > room)
            {
                throw new IOException("ディスクに空きがありません。");
            }

            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
