using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchInMemory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions");

            migrationBuilder.DropIndex(
                name: "ix_conditions_search_grams",
                table: "conditions");

            migrationBuilder.DropIndex(
                name: "ix_attachments_search_grams",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "search_grams",
                table: "proposal_transitions");

            migrationBuilder.DropColumn(
                name: "text",
                table: "proposal_texts");

            migrationBuilder.DropColumn(
                name: "search_grams",
                table: "conditions");

            migrationBuilder.DropColumn(
                name: "search_grams",
                table: "attachments");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "search_grams",
                table: "proposal_transitions",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "text",
                table: "proposal_texts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "search_grams",
                table: "conditions",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string[]>(
                name: "search_grams",
                table: "attachments",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_conditions_search_grams",
                table: "conditions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_attachments_search_grams",
                table: "attachments",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);
        }
    }
}
