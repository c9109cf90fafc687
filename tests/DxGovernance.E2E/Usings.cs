global using Shouldly;
global using Xunit;
global using static DxGovernance.Tests.Support.Running;
global using static Microsoft.Playwright.Assertions;
