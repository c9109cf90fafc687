using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchWithoutPendingEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_proposals_initiative_codes",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_proposals_operation_numbers",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_proposals_related_numbers",
                table: "proposals");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_initiative_codes",
                table: "proposals",
                column: "initiative_codes")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_operation_numbers",
                table: "proposals",
                column: "operation_numbers")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_related_numbers",
                table: "proposals",
                column: "related_numbers")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_proposals_initiative_codes",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_proposals_operation_numbers",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_proposals_related_numbers",
                table: "proposals");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_initiative_codes",
                table: "proposals",
                column: "initiative_codes")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_operation_numbers",
                table: "proposals",
                column: "operation_numbers")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_related_numbers",
                table: "proposals",
                column: "related_numbers")
                .Annotation("Npgsql:IndexMethod", "gin");
        }
    }
}
