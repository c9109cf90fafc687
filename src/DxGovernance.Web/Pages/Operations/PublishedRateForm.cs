using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>Published step rates as typed or pasted, in percent.</summary>
public sealed class PublishedRateForm
{
    public const int PasteMaxLength = 10_000;

    static readonly char[] Separators = ['\t', ',', ' '];

    [Display(Name = "時点")]
    public DateOnly AsOf { get; set; }

    [Display(Name = "出典"), Required, MaxLength(Operation.TextMaxLength)]
    public string? Source { get; set; }

    [Display(Name = "表の貼付け"), MaxLength(PasteMaxLength)]
    public string? Pasted { get; set; }

    public List<Row> Rates { get; set; } = [];

    /// <summary>Moves what was pasted into the fields of the operations; each line that cannot be read becomes an error.</summary>
    public void Unfold(IReadOnlyList<PublishedRateLine> operations, ModelStateDictionary state)
    {
        var seen = new HashSet<int>();
        foreach (var (index, line) in (Pasted ?? "").Normalize(NormalizationForm.FormKC).Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var cut = line.TrimEnd().LastIndexOfAny(Separators);
            var name = cut < 0 ? line.Trim() : line[..cut].Trim();
            var place = operations.ToList().FindIndex(o => o.IsCalled(name));
            var error = cut < 0 ? "業務名と率の二つの列がありません。タブで区切って貼り付けてください。"
                : place < 0 ? $"「{Shown(name)}」という業務がありません。業務名か総務省の表記にしてください。"
                : !seen.Add(place) ? $"「{Shown(name)}」が二回あります。"
                : TryRead(line[(cut + 1)..], out _) ? null : $"「{Shown(line[(cut + 1)..].Trim())}」は0から100までの率（％）として読めません。";
            if (error is null)
            {
                Rates[place].Percent = line[(cut + 1)..].Trim();
            }
            else
            {
                state.AddModelError("Input.Pasted", $"{index + 1}行目：{error}");
            }
        }
    }

    /// <summary>Operation number and rate as a fraction, of every field that is filled in.</summary>
    public IReadOnlyDictionary<int, decimal> Read(IReadOnlyList<PublishedRateLine> operations, ModelStateDictionary state)
    {
        var read = new Dictionary<int, decimal>();
        foreach (var (index, row) in Rates.Index().Where(r => !string.IsNullOrWhiteSpace(r.Item.Percent)))
        {
            if (TryRead(row.Percent!, out var fraction))
            {
                read[row.Number] = fraction;
            }
            else
            {
                state.AddModelError($"Input.Rates[{index}].Percent", $"{operations[index].Name}：0から100までの率（％）を小数第2位までで入力してください。");
            }
        }

        if (read.Count > 1 && read.Values.All(r => r is > 0 and <= 0.01m))
        {
            state.AddModelError("", "率が全て1以下です。割合（0.5）ではなく％（50）で入力してください。");
        }

        return read;
    }

    static bool TryRead(string text, out decimal fraction)
    {
        var plain = text.Normalize(NormalizationForm.FormKC).Replace("%", "", StringComparison.Ordinal).Trim();
        var isNumber = decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent);
        fraction = percent / 100;
        return isNumber && percent is >= 0 and <= 100 && decimal.Round(percent, 2) == percent;
    }

    static string Shown(string text) => text.Length > 40 ? string.Concat(text.AsSpan(0, 40), "…") : text;

    public sealed class Row
    {
        public int Number { get; set; }

        [Display(Name = "公表値（％）")]
        public string? Percent { get; set; }
    }
}

/// <summary>An operation with what is stored of its published rate.</summary>
public sealed record PublishedRateLine(int Number, string Name, string MicName, string Aliases, decimal? Rate, DateOnly? AsOf)
{
    public static Expression<Func<Operation, PublishedRateLine>> From { get; } =
        o => new PublishedRateLine(o.Number, o.Name, o.MicName, o.Aliases, o.PublishedRate, o.PublishedAsOf);

    public bool IsCalled(string name) => new[] { Name, MicName }.Concat(Aliases.Split('、', '，', ','))
        .Any(n => n.Length > 0 && Operation.SearchKey(n.Trim()) == Operation.SearchKey(name));
}
