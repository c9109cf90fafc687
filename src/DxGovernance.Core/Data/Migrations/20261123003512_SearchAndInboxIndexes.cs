using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchAndInboxIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions");

            migrationBuilder.DropIndex(
                name: "ix_proposal_texts_grams",
                table: "proposal_texts");

            migrationBuilder.DropIndex(
                name: "ix_proposal_texts_title_grams",
                table: "proposal_texts");

            migrationBuilder.DropIndex(
                name: "ix_conditions_search_grams",
                table: "conditions");

            migrationBuilder.DropIndex(
                name: "ix_attachments_search_grams",
                table: "attachments");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_proposal_texts_grams",
                table: "proposal_texts",
                column: "grams")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:StorageParameter:fastupdate", false);

            migrationBuilder.CreateIndex(
                name: "ix_proposal_texts_title_grams",
                table: "proposal_texts",
                column: "title_grams")
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

            // The order of the inbox: unread first. EF knows no index on an expression.
            migrationBuilder.Sql("create index ix_notifications_inbox on notifications (person_id, (read_at is not null), created_at desc, id desc)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_notifications_inbox");

            migrationBuilder.DropIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions");

            migrationBuilder.DropIndex(
                name: "ix_proposal_texts_grams",
                table: "proposal_texts");

            migrationBuilder.DropIndex(
                name: "ix_proposal_texts_title_grams",
                table: "proposal_texts");

            migrationBuilder.DropIndex(
                name: "ix_conditions_search_grams",
                table: "conditions");

            migrationBuilder.DropIndex(
                name: "ix_attachments_search_grams",
                table: "attachments");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

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

            migrationBuilder.CreateIndex(
                name: "ix_conditions_search_grams",
                table: "conditions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_search_grams",
                table: "attachments",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");
        }
    }
}
