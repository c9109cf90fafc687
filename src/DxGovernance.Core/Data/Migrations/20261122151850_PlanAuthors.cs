using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class PlanAuthors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "prepared_by_id",
                table: "plans");

            migrationBuilder.DropColumn(
                name: "submitted_by_id",
                table: "plans");

            migrationBuilder.AddColumn<int[]>(
                name: "author_ids",
                table: "plans",
                type: "integer[]",
                nullable: false,
                defaultValue: new int[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "author_ids",
                table: "plans");

            migrationBuilder.AddColumn<int>(
                name: "prepared_by_id",
                table: "plans",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "submitted_by_id",
                table: "plans",
                type: "integer",
                nullable: true);
        }
    }
}
