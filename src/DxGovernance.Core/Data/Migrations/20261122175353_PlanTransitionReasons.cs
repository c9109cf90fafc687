using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class PlanTransitionReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "cause",
                table: "plan_transitions",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "justification",
                table: "plan_transitions",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_plan_transitions_cause",
                table: "plan_transitions",
                sql: "cause in ('VendorCapacity', 'NationalSpecification', 'InternalCoordination', 'DataQuality', 'Counterpart', 'BudgetOrContract', 'Other')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_plan_transitions_cause",
                table: "plan_transitions");

            migrationBuilder.DropColumn(
                name: "cause",
                table: "plan_transitions");

            migrationBuilder.DropColumn(
                name: "justification",
                table: "plan_transitions");
        }
    }
}
