using RedisPS.Client;
using RedisPS.Core.Service;
using Xunit;

namespace RedisPS.Core.Tests.Service;

public sealed class ServiceAccessTests
{
    [Theory]
    [InlineData(false, "ann")]
    [InlineData(true, null)]
    public void A_server_whose_certificate_is_not_checked_hears_neither_name_nor_password(bool tls, string? user)
    {
        RedisService service = new() { Name = "redis", Provider = ServiceProvider.Process, Port = 6380, Tls = tls };
        RedisClientOptions options = new ServiceAccess("ann", new RedisSecret("pw")).OptionsFor(service);
        Assert.Equal((user, tls), (options.User, options.Password is null));
    }
}
