using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using DxGovernance.Core.Workflow;

namespace DxGovernance.Tests.Standardization;

/// <summary>docs/workflows.md says what the workflow tables say.</summary>
public sealed class WorkflowDocumentTests
{
    const string Regenerate = "UPDATE_DOCS=1";

    [Fact]
    public async Task The_document_of_the_workflows_says_what_the_tables_say()
    {
        var file = Path.Combine(RepositoryRoot(), "docs", "workflows.md");
        var expected = Document();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, expected, Cancel);
        }

        var written = await File.ReadAllTextAsync(file, Cancel);

        written.ShouldBe(expected, $"docs/workflows.md is out of date. Write it again: {Regenerate} dotnet test --project tests/DxGovernance.Tests");
    }

    static string Document()
    {
        var text = new StringBuilder();
        text.Append("# 状態遷移\n\n");
        text.Append("この文書はコードの状態遷移表から作る。手で直さない。表を変えたら ")
            .Append($"`{Regenerate} dotnet test --project tests/DxGovernance.Tests` で作り直す。\n\n");
        Append(text, "計画と計画変更（`PlanWorkflow.Table`）", PlanWorkflow.Table);
        text.Append('\n');
        Append(text, "案件（`ProposalWorkflow.Table`）", ProposalWorkflow.Table);
        text.Append('\n');
        Append(text, "推進会議（`MeetingWorkflow.Table`）", MeetingWorkflow.Table);
        return text.ToString();
    }

    static void Append<TState, TAction>(StringBuilder text, string title, Workflow<TState, TAction> table)
        where TState : struct, Enum
        where TAction : struct, Enum
    {
        text.Append("## ").Append(title).Append("\n\n```mermaid\n").Append(table.ToMermaid()).Append("```\n\n");
        text.Append("| 状態 | 行為（ボタンの文字） | 次の状態 | 必要な権限 | 条件 | 理由 | 職務の分離 |\n|---|---|---|---|---|---|---|\n");
        foreach (var t in table.Transitions)
        {
            text.Append($"| {table.Label(t.From)} | {t.Label} | {table.Label(t.To)} | {t.Permission.Label()} | {(t.Guard is { } guard ? EnumLabels.Of(guard) : "－")} ")
                .Append($"| {(t.NeedsReason ? "必須" : "任意")} | {(t.OtherThanSubmitter ? "作成・提出した本人は不可" : "－")} |\n");
        }

        text.Append("\n表にない組合せは、画面でも要求でも拒まれる。\n");
    }

    static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DxGovernance.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull("DxGovernance.sln is in none of the folders above the tests");
        }

        return folder.FullName;
    }
}
