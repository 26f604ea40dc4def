using System.Net;
using System.Net.Sockets;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.TestServers.Tests;

public sealed class FreePortTests
{
    [Fact]
    public void No_port_is_given_twice_and_each_can_be_listened_on()
    {
        int[] ports = [.. Enumerable.Range(0, 50).AsParallel().Select(_ => FreePort.Next())];

        Assert.Equal(ports.Length, ports.Distinct().Count());
        using TcpListener listener = new(IPAddress.Loopback, ports[0]);
        listener.Start();
    }

    [Fact]
    public void Another_process_cannot_reserve_a_port_that_was_given()
    {
        int port = FreePort.Next();
        using Socket another = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => another.Bind(new IPEndPoint(IPAddress.Loopback, port))).SocketErrorCode);
    }
}
