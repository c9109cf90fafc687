using DxGovernance.Web.Setup;

return await Verbs.RunAsync(args);

/// <summary>The one executable: serves by default, or does one of the verbs. See <see cref="Verbs"/>.</summary>
public partial class Program;
