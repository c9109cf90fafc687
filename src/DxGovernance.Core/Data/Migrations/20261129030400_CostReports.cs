using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class CostReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests",
                sql: "kind in ('Council', 'NationalTransfer', 'PolicySchedule', 'RunningCosts', 'CostReview', 'CostCuts', 'CostYears', 'Effects')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications",
                sql: "kind in ('Council', 'NationalTransfer', 'PolicySchedule', 'RunningCosts', 'CostReview', 'CostCuts', 'CostYears', 'Effects')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests",
                sql: "kind in ('Council', 'NationalTransfer', 'PolicySchedule', 'RunningCosts')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications",
                sql: "kind in ('Council', 'NationalTransfer', 'PolicySchedule', 'RunningCosts')");
        }
    }
}
