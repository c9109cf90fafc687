using System.Text.Json;
using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DxGovernance.Core.Proposals;

/// <summary>Values that are kept as jsonb, wherever an entity has one.</summary>
static class ProposalJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Configure(ModelConfigurationBuilder model)
    {
        model.Properties<ProposalContent>().HaveConversion<ContentConverter, ContentComparer>().HaveColumnType("jsonb");
        model.HasJsonList<SectionFinding>();
        model.HasJsonList<CheckResult>();
    }

    sealed class ContentConverter() : ValueConverter<ProposalContent, string>(c => c.ToJson(), json => ProposalContent.FromJson(json));

    sealed class ContentComparer() : ValueComparer<ProposalContent>((a, b) => object.Equals(a, b), c => c.GetHashCode(), c => c);
}
