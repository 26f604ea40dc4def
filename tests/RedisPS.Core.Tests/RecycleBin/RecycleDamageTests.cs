using System.Text;
using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Transfer;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.RecycleBin;

/// <summary>What a damaged journal still gives, and why what it does not give is still on the server after a power cut.</summary>
public sealed class RecycleDamageTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redisps-recycle-");
    private readonly RecycleFolder _folder;

    public RecycleDamageTests() => _folder = new RecycleFolder(Path.Combine(_root.FullName, "bin"));

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_batch_is_whole_in_the_journal_before_the_server_hears_of_its_removal()
    {
        using TestServer server = new();
        List<(string Command, byte[] Journal)> removals = [];
        using TamperProxy proxy = new(server.Port, bytes =>
        {
            string command = Encoding.Latin1.GetString(bytes);
            if (command.Contains("\r\nkey:", StringComparison.Ordinal) && command.Contains("UNLINK", StringComparison.Ordinal))
            {
                lock (removals) { removals.Add((command, File.ReadAllBytes(Directory.GetFiles(_folder.Path).Single()))); }
            }

            return bytes;
        });
        await using RedisClient client = await TestClient.ConnectAsync(server, proxy);
        RedisKey[] keys = await FillAsync(client, 100);
        _ = await RecycleAsync(client, keys, 10);
        HashSet<string> removed = [];
        foreach ((string command, byte[] journal) in removals)
        {
            // As if the machine had gone down at this very moment.
            _ = Write(journal);
            string[] kept = [.. RecycleBinContents.Keys(Read(), ["*"]).Select(key => key.Key)];
            foreach (Match match in Regex.Matches(command, "UNLINK\r\n\\$[0-9]+\r\n(key:[0-9]+)"))
            {
                _ = removed.Add(match.Groups[1].Value);
                Assert.Contains(match.Groups[1].Value, kept);
            }
        }

        Assert.Equal(keys.Length, removed.Count);
    }

    [Fact]
    public async Task A_journal_that_ends_or_breaks_anywhere_in_its_last_batch_gives_the_batches_before_it()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisKey[] keys = await FillAsync(client, 30);
        (byte[] whole, (int At, int Keys)[] batches) = await JournalAsync(client, keys);
        byte[] unfinished = whole[..^DumpFormat.EndBytes];
        (int start, int kept) = batches[^1];
        string[] before = [.. keys[..kept].Select(key => key.ToString())];
        Assert.InRange(kept, 15, 29);
        for (int length = start; length < unfinished.Length; length++)
        {
            _ = Write(unfinished[..length]);
            RecycledOperation cut = Read();
            Assert.Equal((RecycleState.Unfinished, (long)kept), (cut.State, cut.Keys));
            Assert.Equal(before, Names(cut));

            byte[] flipped = [.. unfinished];
            flipped[length] ^= 0x55;
            _ = Write(flipped);
            RecycledOperation broken = Read();
            Assert.Equal((RecycleState.Damaged, (long)kept), (broken.State, broken.Keys));
            Assert.Equal(before, Names(broken));
            if (length >= start + DumpFormat.BatchBytes) { Assert.Contains("written last", broken.Problem, StringComparison.Ordinal); }

            // What was on the disk before: neither zeros nor what was to be written.
            byte[] stale = [.. unfinished];
            Array.Fill(stale, (byte)0xa5, length, stale.Length - length);
            _ = Write(stale);
            Assert.Equal((RecycleState.Damaged, (long)kept), (Read().State, Read().Keys));
        }

        await client.DoAsync("FLUSHALL");
        byte[] last = [.. unfinished];
        last[^12] ^= 1;
        _ = Write(last);
        OperationResult restored = await RecycleBinContents.Restore(Read(), client, null, new KeyImportOptions()).RunAsync(default);
        Assert.Equal(((long)kept, 0L, (long)kept), (restored.Succeeded, restored.Failed, await client.SizeAsync()));
        Assert.Equal($"value {kept - 1}", await client.TextAsync("GET", $"key:{kept - 1}"));
    }

    [Fact]
    public async Task Damage_in_the_middle_gives_what_stands_before_it_and_says_that_the_rest_is_lost()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisKey[] keys = await FillAsync(client, 30);
        (byte[] whole, (int At, int Keys)[] batches) = await JournalAsync(client, keys);
        (int start, int before) = batches[^2];
        whole[start + 40] ^= 1;
        string file = Write(whole);
        RecycledOperation operation = Read();
        Assert.Equal((RecycleState.Damaged, (long)before, false, true), (operation.State, operation.Keys, operation.IsComplete, operation.IsReadable));
        Assert.Contains(Path.GetFileName(file), operation.Problem, StringComparison.Ordinal);
        Assert.Contains($"record {before + 1} ", operation.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("written last", operation.Problem, StringComparison.Ordinal);
        Assert.Equal(keys[..before].Select(key => key.ToString()), Names(operation));
        Assert.Equal(operation.Keys, operation.Types["string"]);
    }

    [Fact]
    public async Task A_journal_without_a_beginning_is_listed_by_its_name_and_other_files_are_no_journals()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        (byte[] whole, _) = await JournalAsync(client, await FillAsync(client, 30));
        RecycledOperation good = Read();
        whole[3] ^= 1;
        string file = Write(whole);
        RecycledOperation operation = Read();
        Assert.Equal((RecycleState.Damaged, false, 0L), (operation.State, operation.IsReadable, operation.Keys));
        Assert.Equal((good.OperationId, good.RemovedAt.ToUnixTimeSeconds()), (operation.OperationId, operation.RemovedAt.ToUnixTimeSeconds()));
        Assert.Equal(operation.Path, _folder.Find(operation.OperationId.ToString()).Path);
        File.Move(file, Path.Combine(_folder.Path, "letter.recycle"));
        List<TransferException> foreign = [];
        Assert.Empty(_folder.List(foreign.Add));
        Assert.Equal(TransferFailure.UnknownFormat, Assert.Single(foreign).Failure);
    }

    private static async Task<RedisKey[]> FillAsync(RedisClient client, int count)
    {
        RedisKey[] keys = [.. Enumerable.Range(0, count).Select(i => (RedisKey)$"key:{i}")];
        for (int i = 0; i < count; i++) { await client.DoAsync("SET", keys[i], $"value {i}"); }
        return keys;
    }

    private static string[] Names(RecycledOperation operation) => [.. RecycleBinContents.Keys(operation, ["*"]).Select(key => key.Key)];

    // The bytes of a journal with batches of ten at most, where these begin, and how many keys stand before each.
    private async Task<(byte[] Whole, (int At, int Keys)[] Batches)> JournalAsync(RedisClient client, RedisKey[] keys)
    {
        _ = await RecycleAsync(client, keys, 10);
        byte[] whole = File.ReadAllBytes(Read().Path);
        List<(int At, int Keys)> batches = [];
        using DumpReader reader = new(new MemoryStream(whole), "journal");
        while (reader.Peek() == DumpFormat.Batch)
        {
            batches.Add(((int)reader.Position, (int)reader.Keys));
            (int count, _, ulong crc) = reader.ReadBatch();
            for (int i = 0; i < count; i++) { reader.ReadKey(); }
            reader.EndBatch(crc);
        }

        return (whole, [.. batches]);
    }

    private RecycledOperation Read() => Assert.Single(_folder.List(e => Assert.Fail(e.Message)));

    private string Write(byte[] journal)
    {
        string file = Directory.GetFiles(_folder.Path).Single();
        File.WriteAllBytes(file, journal);
        return file;
    }

    private Task<OperationResult> RecycleAsync(RedisClient client, RedisKey[] keys, int batch) =>
        new MassOperation(client, KeySource.Keys(keys), new RecycleStep(_folder), new MassOptions { BatchSize = batch }).RunAsync();
}
