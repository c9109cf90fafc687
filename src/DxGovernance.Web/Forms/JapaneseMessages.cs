using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace DxGovernance.Web.Forms;

/// <summary>The sentences users read when a field is missing, too long or not of its kind; each names the field and the fix.</summary>
public sealed class JapaneseMessages : IValidationMetadataProvider
{
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var rule in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>().Where(r => r.ErrorMessage is null))
        {
            rule.ErrorMessage = rule switch
            {
                RequiredAttribute => "{0}を入力してください。",
                MaxLengthAttribute => "{0}は{1}文字以内で入力してください。",
                StringLengthAttribute => "{0}は{1}文字以内で入力してください。",
                RangeAttribute => "{0}は{1}から{2}までの値を入力してください。",
                EnumDataTypeAttribute => "{0}は選択肢から選んでください。",
                _ => "{0}を確認してください。",
            };
        }
    }

    public static void Configure(MvcOptions mvc)
    {
        mvc.ModelMetadataDetailsProviders.Add(new JapaneseMessages());
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        var messages = mvc.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((value, field) => $"{field}の値「{Shown(value)}」は使えません。正しい値を入力するか、選択肢から選んでください。");
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"値「{Shown(value)}」は使えません。");
        messages.SetValueIsInvalidAccessor(value => $"値「{Shown(value)}」は使えません。正しい値を入力してください。");
        messages.SetValueMustNotBeNullAccessor(_ => "値を入力してください。");
        messages.SetMissingBindRequiredValueAccessor(field => $"{field}を入力してください。");
        messages.SetMissingKeyOrValueAccessor(() => "値を入力してください。");
        messages.SetUnknownValueIsInvalidAccessor(field => $"{field}の値は使えません。正しい値を入力してください。");
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => "値が使えません。");
        messages.SetValueMustBeANumberAccessor(field => $"{field}には数字を入力してください。");
        messages.SetNonPropertyValueMustBeANumberAccessor(() => "数字を入力してください。");
    }

    static string Shown(string value) => value.Length > 40 ? string.Concat(value.AsSpan(0, 40), "…") : value;
}
