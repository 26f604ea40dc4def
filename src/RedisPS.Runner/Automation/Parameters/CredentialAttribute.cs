namespace System.Management.Automation;

/// <summary>Turns what is given into a credential. The runner never prompts, so a credential is all it takes.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class CredentialAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = PSObject.Unwrap(inputData)!;
        if (value is null or PSCredential)
        {
            return value!;
        }

        throw new ArgumentTransformationMetadataException("A password would have to be asked for; redisps does not prompt. Give the password in the connection URL, in REDIS_PASSWORD or in a file.");
    }
}
