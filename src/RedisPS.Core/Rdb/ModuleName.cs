namespace RedisPS.Core.Rdb;

/// <summary>The nine letters in the number that marks a module's data (module.c, moduleTypeNameByID).</summary>
internal static class ModuleName
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static string Of(ulong id) => string.Create(9, id >> 10, static (name, bits) =>
    {
        for (int i = name.Length - 1; i >= 0; i--)
        {
            name[i] = Letters[(int)(bits & 63)];
            bits >>= 6;
        }
    });
}
