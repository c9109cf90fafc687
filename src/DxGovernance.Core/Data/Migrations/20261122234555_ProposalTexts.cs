using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class ProposalTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "proposal_texts",
                columns: table => new
                {
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    grams = table.Column<string[]>(type: "text[]", nullable: false),
                    title_grams = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposal_texts", x => x.proposal_id);
                    table.ForeignKey(
                        name: "fk_proposal_texts_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.Sql("insert into proposal_texts (proposal_id, text, grams, title_grams) select id, search_text, search_grams, title_grams from proposals");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_texts_grams",
                table: "proposal_texts",
                column: "grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_texts_title_grams",
                table: "proposal_texts",
                column: "title_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.DropIndex(
                name: "ix_proposals_search_grams",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_proposals_title_grams",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "search_grams",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "title_grams",
                table: "proposals");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "search_grams",
                table: "proposals",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "proposals",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "title_grams",
                table: "proposals",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_search_grams",
                table: "proposals",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_title_grams",
                table: "proposals",
                column: "title_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.Sql("update proposals p set search_text = t.text, search_grams = t.grams, title_grams = t.title_grams from proposal_texts t where t.proposal_id = p.id");

            migrationBuilder.DropTable(
                name: "proposal_texts");
        }
    }
}
