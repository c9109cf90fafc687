using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class SessionAddress : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "sessions",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "address",
                table: "sessions");
        }
    }
}
