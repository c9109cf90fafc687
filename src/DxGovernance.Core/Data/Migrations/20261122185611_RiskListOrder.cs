using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class RiskListOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_risks_is_open_score",
                table: "risks");

            migrationBuilder.CreateIndex(
                name: "ix_risks_is_open_score_operation_number_id",
                table: "risks",
                columns: new[] { "is_open", "score", "operation_number", "id" },
                descending: new[] { false, true, false, false });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_risks_is_open_score_operation_number_id",
                table: "risks");

            migrationBuilder.CreateIndex(
                name: "ix_risks_is_open_score",
                table: "risks",
                columns: new[] { "is_open", "score" });
        }
    }
}
