using RedisPS.Client;
using RedisPS.Core.Connections;
using Xunit;

namespace RedisPS.Core.Tests.Connections;

public sealed class StackExchangeConnectionStringTests
{
    [Fact]
    public void Reads_what_a_cloud_portal_hands_out()
    {
        RedisClientOptions options = ConnectionResolver.Resolve(
            AddressText.Parse("cache.example.net:6380,password=a=b==,ssl=True,abortConnect=False,defaultDatabase=2,connectTimeout=1500,$CONFIG=,$INFO=xinfo")).Options;

        Assert.Equal("cache.example.net:6380", options.Endpoint.ToString());
        Assert.Equal("a=b==", options.Password?.Reveal());
        Assert.NotNull(options.Tls);
        Assert.Equal(2, options.Database);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), options.ConnectTimeout);
        Assert.Null(options.CommandMap!["CONFIG"]);
        Assert.Equal("xinfo", options.CommandMap["info"]);
    }

    [Theory]
    [InlineData("h", 6379)]
    [InlineData("h,ssl=false", 6379)]
    [InlineData("h,ssl=true", 6380)]
    public void Has_the_default_port_of_its_client(string text, int port) =>
        Assert.Equal(port, ConnectionResolver.Resolve(StackExchangeConnectionString.Parse(text)).Options.Endpoint.Port);

    [Theory]
    [InlineData("abortConnect=false")]
    [InlineData("allowAdmin=true")]
    [InlineData("channelPrefix=x")]
    [InlineData("checkCertificateRevocation=true")]
    [InlineData("configChannel=x")]
    [InlineData("configCheckSeconds=1")]
    [InlineData("highIntegrity=true")]
    [InlineData("proxy=Twemproxy")]
    [InlineData("resolveDns=true")]
    [InlineData("setlib=false")]
    [InlineData("sslProtocols=Tls12")]
    [InlineData("tiebreaker=x")]
    [InlineData("version=4.0")]
    [InlineData("writeBuffer=1")]
    [InlineData("tunnel=http:x")]
    public void Notes_what_has_no_effect_here(string setting) =>
        Assert.Contains("is ignored", Assert.Single(StackExchangeConnectionString.Parse("h," + setting).Notes), StringComparison.Ordinal);

    [Fact]
    public void Honours_the_rest()
    {
        RedisClientOptions options = ConnectionResolver.Resolve(StackExchangeConnectionString.Parse(
            "h:1,user=u,name=me,keepAlive=60,connectRetry=7,asyncTimeout=9000,sslHost=tls.name,ssl=true,protocol=resp3")).Options;

        Assert.Equal("u", options.User);
        Assert.Equal("me", options.ClientName);
        Assert.Equal(TimeSpan.FromSeconds(60), options.KeepAlive);
        Assert.Equal(7, options.MaxRetry);
        Assert.Equal(TimeSpan.FromSeconds(9), options.OperationTimeout);
        Assert.Equal("tls.name", options.Tls?.TargetHost);
        Assert.Equal(RedisProtocol.Resp3, options.Protocol);
    }

    [Theory]
    [InlineData("password=distinctive")]
    [InlineData("h,serviceName=distinctive")]
    [InlineData("h:distinctive,password=distinctive")]
    public void Refuses_without_the_secret(string text)
    {
        RedisConfigurationException e = Assert.Throws<RedisConfigurationException>(() => StackExchangeConnectionString.Parse(text));

        Assert.DoesNotContain("distinctive", e.ToString(), StringComparison.Ordinal);
    }
}
