using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DxGovernance.Web.Forms;

/// <summary>Binds every day of every form from either calendar, with the sentence of <see cref="Wareki"/> where it cannot be read.</summary>
public sealed class WarekiDateBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var value = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (value == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, value);
        if (!Wareki.TryParse(value.FirstValue, out var day, out var error))
        {
            var name = bindingContext.ModelMetadata.DisplayName;
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, name is null ? error! : $"{name}：{error}");
        }
        else if (day is not null || Nullable.GetUnderlyingType(bindingContext.ModelType) is not null)
        {
            bindingContext.Result = ModelBindingResult.Success(day);
        }
        else
        {
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, $"{bindingContext.ModelMetadata.DisplayName ?? "日付"}を入力してください。{Wareki.InputHint}");
        }

        return Task.CompletedTask;
    }

    public sealed class Provider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.UnderlyingOrModelType == typeof(DateOnly) ? new WarekiDateBinder() : null;
    }
}
