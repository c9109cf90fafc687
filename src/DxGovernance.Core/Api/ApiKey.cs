using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Api;

/// <summary>範囲: what a key may read. There is none that writes.</summary>
public enum ApiScope
{
    PublicData,
    WholeCity,
}

/// <summary>Why a key is not accepted.</summary>
public enum ApiKeyRefusal
{
    Unknown,
    Expired,
    Revoked,
}

/// <summary>
/// APIキー: lets a program of the city read. The secret is told once, to who issues it; what is kept is its SHA-256. Not renewed and not changed: another
/// key is issued and the old one revoked.
/// </summary>
public sealed class ApiKey
{
    /// <summary>Begins every key, so that scanners of source code and of logs find one that was left there.</summary>
    public const string Mark = "dxg_";

    public const int NameMaxLength = 100;

    public const int PurposeMaxLength = 500;

    /// <summary>The longest a key may hold, from the day it is issued.</summary>
    public const int LongestDays = 366;

    const int SecretBytes = 32;

    const int HintLength = 8;

    ApiKey()
    {
    }

    public int Id { get; private set; }

    [DisplayName("名称")]
    public string Name { get; private set; } = "";

    [DisplayName("用途")]
    public string Purpose { get; private set; } = "";

    [DisplayName("範囲")]
    public ApiScope Scope { get; private set; }

    /// <summary>SHA-256 of the key, 64 hexadecimal digits. The key has 256 random bits, so that no salt and no slow hash is needed.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The beginning of the key, by which a holder recognizes it.</summary>
    [DisplayName("鍵の始まり")]
    public string Hint { get; private set; } = "";

    public DateTimeOffset IssuedAt { get; private set; }

    public string IssuedBy { get; private set; } = "";

    /// <summary>The last day on which it is accepted.</summary>
    [DisplayName("有効期限")]
    public DateOnly ExpiresOn { get; private set; }

    [DisplayName("失効した日時")]
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Counted by the statement that looks the key up, outside the audit trail.</summary>
    public long Uses { get; private set; }

    public DateOnly? LastUsedOn { get; private set; }

    /// <summary>A new key with its secret, which nothing can tell again.</summary>
    public static (ApiKey Key, string Secret) Issue(string? name, string? purpose, ApiScope scope, DateOnly expiresOn, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageApiKeys, null);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(name), "api-key-name", "名称を入力してください。", "Name");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(purpose), "api-key-purpose", "用途を入力してください。", "Purpose");
        var today = TokyoTime.DayOf(now);
        RuleViolation.Require(expiresOn >= today, "api-key-past", "有効期限には今日以降の日を入力してください。", "ExpiresOn");
        RuleViolation.Require(
            expiresOn <= today.AddDays(LongestDays), "api-key-long", $"有効期限は1年以内（{Wareki.Both(today.AddDays(LongestDays))}まで）の日を入力してください。", "ExpiresOn");
        var secret = Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return (new()
        {
            Name = name.Trim(),
            Purpose = purpose.Trim(),
            Scope = scope,
            Hash = HashOf(secret),
            Hint = secret[..HintLength],
            IssuedAt = now,
            IssuedBy = actor.Name,
            ExpiresOn = expiresOn,
        }, secret);
    }

    public void Revoke(Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageApiKeys, null);
        RuleViolation.Require(RevokedAt is null, "api-key-revoked", "この鍵はすでに失効しています。");
        RevokedAt = now;
    }

    /// <summary>Null where the key is accepted on the day.</summary>
    public ApiKeyRefusal? RefusalOn(DateOnly day) => RevokedAt is not null ? ApiKeyRefusal.Revoked : ExpiresOn < day ? ApiKeyRefusal.Expired : null;

    internal static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>A key that was accepted.</summary>
public sealed record AcceptedKey(int Id, string Name, ApiScope Scope);

public static class ApiKeyQueries
{
    /// <summary>
    /// Looks the key up and counts the use, in one statement and without an audit entry: revoking works at once on every node, and a program that asks every minute
    /// does not fill the trail. A second statement where it is refused.
    /// </summary>
    public static async Task<(AcceptedKey? Key, ApiKeyRefusal? Refusal)> UseAsync(GovernanceDbContext db, string secret, DateOnly today, CancellationToken cancel)
    {
        var hash = ApiKey.HashOf(secret);
        var rows = await db.Database.SqlQuery<Row>($"""
            update api_keys set uses = uses + 1, last_used_on = {today} where hash = {hash} and revoked_at is null and expires_on >= {today}
            returning id as "Id", name as "Name", scope as "Scope"
            """).ToListAsync(cancel);
        if (rows is [var row])
        {
            return (new(row.Id, row.Name, Enum.Parse<ApiScope>(row.Scope)), null);
        }

        var key = await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash, cancel);
        return (null, key?.RefusalOn(today) ?? ApiKeyRefusal.Unknown);
    }

    sealed record Row(int Id, string Name, string Scope);
}

public static class ApiLabels
{
    public static string Label(this ApiScope scope) => scope switch
    {
        ApiScope.PublicData => "公開データだけ",
        ApiScope.WholeCity => "全庁の閲覧",
    };

    public static string Explanation(this ApiScope scope) => scope switch
    {
        ApiScope.PublicData => "業務の公の事実、公開された報告書の時点の工程表と運用経費、決定され共有されている案件、DX方針と手続だけを読めます。",
        ApiScope.WholeCity => "全ての課の業務・案件・費用を読めます。監査役割の人が画面で見る数値と同じです。",
    };

    /// <summary>What the program that sent the key is told.</summary>
    public static string Sentence(this ApiKeyRefusal refusal) => refusal switch
    {
        ApiKeyRefusal.Unknown => "このAPIキーは登録されていません。写し間違いがないか確かめるか、管理者に新しい鍵を発行してもらってください。",
        ApiKeyRefusal.Expired => "このAPIキーは有効期限を過ぎています。管理者に新しい鍵を発行してもらってください。",
        ApiKeyRefusal.Revoked => "このAPIキーは失効しています。管理者に新しい鍵を発行してもらってください。",
    };
}

sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> e)
    {
        e.Property(k => k.Name).HasMaxLength(ApiKey.NameMaxLength);
        e.Property(k => k.Purpose).HasMaxLength(ApiKey.PurposeMaxLength);
        e.Property(k => k.Hash).HasMaxLength(64);
        e.Property(k => k.Hint).HasMaxLength(20);
        e.Property(k => k.IssuedBy).HasMaxLength(Person.NameMaxLength);
        e.HasIndex(k => k.Hash).IsUnique();
    }
}
