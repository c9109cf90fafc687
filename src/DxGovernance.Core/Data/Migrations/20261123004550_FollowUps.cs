using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class FollowUps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions");

            migrationBuilder.AddCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions",
                sql: "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms', 'FollowUps')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions");

            migrationBuilder.AddCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions",
                sql: "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms')");
        }
    }
}
