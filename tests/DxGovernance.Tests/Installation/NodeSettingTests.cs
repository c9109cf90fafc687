using DxGovernance.Core;
using DxGovernance.Web.Setup;

namespace DxGovernance.Tests.Installation;

public sealed class NodeSettingTests
{
    [Theory]
    [InlineData("Node__Web と Node__Jobs の両方が false です。画面かジョブの、少なくともどちらかを true にしてください。", "--Node:Web=false", "--Node:Jobs=false")]
    [InlineData("設定 Node__Web の値「はい」は使えません。true か false にしてください。", "--Node:Web=はい")]
    [InlineData("設定 Node__Jobs の値「1」は使えません。true か false にしてください。", "--Node:Jobs=1")]
    [InlineData("設定 Scheduler__CheckInSeconds の値「0」は使えません。1から300までの整数にしてください。", "--Scheduler:CheckInSeconds=0")]
    [InlineData("設定 Keys__CertificateFile の「/no/such.pfx」を読めません。置き場所と読む権限、形式（.pem または PFX）とパスワードを確かめてください。", "--Keys:CertificateFile=/no/such.pfx")]
    public void What_makes_no_sense_stops_the_start_with_a_sentence(string sentence, params string[] arguments) =>
        Should.Throw<RuleViolation>(() => Application.Build(arguments)).Message.ShouldBe(sentence);
}
