using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DxGovernance.Web.Api;

/// <summary>The description of the interface in OpenAPI, made of the endpoints themselves.</summary>
static class ApiDocument
{
    public const string Name = "v1";

    const string Description =
        "市のBIとオープンデータのための、読取り専用のAPIです。数値は画面と報告書と同じものを、同じ計算で返します。"
        + "基準日（asOf）と記録の締め（recordedUntil）を指定すると、過去の時点の数値を、そのとき報告されたとおりに何度でも読めます。";

    const string Key = "apiKey", Session = "session";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = described => $"/{described.RelativePath}".StartsWith(ApiEndpoints.Root + "/", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new() { Title = "ICTガバナンス データAPI", Version = "1", Description = Description };
            document.Servers = [new() { Url = "/" }];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "管理者が発行した鍵。Authorization: Bearer dxg_…" },
                [Session] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = "__Host-dxgovernance",
                    Description = "サインインしたブラウザーの Cookie。その人の見る範囲を返します。",
                },
            };
            document.Security =
            [
                new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] },
                new() { [new OpenApiSecuritySchemeReference(Session, document)] = [] },
            ];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var (status, response) in operation.Responses ?? [])
            {
                response.Description = status switch
                {
                    "200" when Csv(response) => "答え。JSONでは meta と rows、CSVでは見出し1行と1行1件（列は rows と同じ名前に asOf・recordedUntil・isDemo を加えたもの）。",
                    "400" => "指定が正しくない。parameter にその名前、detail に直し方があります。",
                    "401" => "鍵がない、登録されていない、有効期限を過ぎた、または失効している。",
                    "403" => "その役割または鍵の範囲では見られない。",
                    "429" => "要求か、使えない鍵が続きすぎた。Retry-After の秒数を待つ。",
                    _ => response.Description,
                };
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>The same rows as text: not the object that the JSON is.</summary>
    static bool Csv(IOpenApiResponse response)
    {
        if (response.Content?.TryGetValue("text/csv", out var csv) == true && csv is OpenApiMediaType media)
        {
            media.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }

        return true;
    }

    /// <summary>The names of a row's fields, for a sentence.</summary>
    public static string NamesOf<TRow>() => string.Join("・", ApiCsv.Columns(typeof(TRow)).Select(ApiCsv.NameOf));
}
